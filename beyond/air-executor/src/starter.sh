# Starts runners: takes one try after another from its manager, while there are any, and writes down how each has ended. When
# the manager is gone, it does so for what it has begun, and ends.
#
# A runner first says who it is, in the claim that it was started for. Then it makes the log, which only one can make: if
# somebody has done so in the meantime, the try was given up, and the runner ends without a word, by the signal after which
# nobody writes an exit code. Plain words need no shell to carry them out.

cd "$AIR_EXECUTOR_DIR" || exit
while IFS= read -r name && IFS= read -r -d "" command; do
  try="$AIR_EXECUTOR_ATTEMPTS/$name"
  set -m # a group of its own
  (
    me=${BASHPID:-$(exec sh -c 'echo $PPID')}
    [ -e "$try.claim" ] || kill -KILL "$me"
    read -r line <"/proc/$me/stat" && fields=(${line##*) }) && started=${fields[19]} ||
      started=$(LC_ALL=C ps -o lstart= -p "$me")
    echo "$name $me $started" >>"$try.claim"
    set -C
    exec </dev/null >"$try.log" 2>&1 || kill -KILL "$me"
    export AIR_EXECUTOR_TASK="${name%.*}" AIR_EXECUTOR_TRY="${name##*.}"
    case $command in
      *[!A-Za-z0-9_./:,@%+\ -]*) ;;
      *) type -P "${command%% *}" >/dev/null && exec $command ;;
    esac
    exec /bin/sh -c "$command"
  ) &
  set +m # or the wait would be over when somebody stops the runner
  wait $!
  code=$?
  if [ $code != 137 ]; then
    set -C
    echo $code >"$try.exit"
    set +C
  fi
  echo "$name"
done
