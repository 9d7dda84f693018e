// The mailbox, as it was at a moment. A mail's HTML is shown in a frame that may do nothing: no script, no picture from
// elsewhere, no link that leads anywhere.

import { useState } from "preact/hooks";
import type { MailAnswer } from "../../shared/answers.ts";
import { Empty, Loaded } from "./panel.tsx";
import type { Player } from "./player.ts";
import { ask } from "./server.ts";
import { useAnswer } from "./use-answer.ts";
import { runName } from "./what-happened.ts";
import { instantText } from "./words.ts";

interface MailsProps {
  readonly player: Player;
  readonly file: string | null;
  readonly onChoose: (file: string | null) => void;
}

export function Mails({ player, file, onChoose }: MailsProps) {
  const { history, id } = player.recording;
  const mails = history.mailsAt(player.now.value.moment);
  const chosen = mails.find(({ entry }) => entry.file === file);
  if (mails.length === 0) return <Empty>No mail has come yet at this moment.</Empty>;
  return (
    <div class="split">
      <ul class="list split-list" aria-label="Mails">
        {mails.map(({ entry, at }) => (
          <li key={entry.file}>
            <button
              type="button"
              class="list-item"
              aria-pressed={entry.file === file}
              onClick={() => onChoose(entry.file)}
            >
              <span>{entry.subject}</span>
              <small>
                {instantText(at)}
                {entry.by.length === 1 &&
                  `, from ${entry.by[0]?.taskId ?? ""} of ${runName(history, entry.by[0]?.run ?? null)}`}
              </small>
            </button>
          </li>
        ))}
      </ul>
      <div class="split-view">
        {chosen ? <OneMail id={id} file={chosen.entry.file} /> : <Empty>Choose a mail to read it.</Empty>}
      </div>
    </div>
  );
}

function OneMail({ id, file }: { readonly id: string; readonly file: string }) {
  const path = `runs/${id}/mails/${encodeURIComponent(file)}`;
  const [answer, again] = useAnswer(() => ask<MailAnswer>(path), [path]);
  const [asText, setText] = useState(false);
  return (
    <Loaded answer={answer} again={again}>
      {(mail) => (
        <article class="mail">
          <h3>{mail.subject}</h3>
          <p class="file-by">To {mail.to}</p>
          {mail.hasHtml && (
            <div class="segments" role="group" aria-label="How the mail is shown">
              <button type="button" aria-pressed={!asText} onClick={() => setText(false)}>
                As a mail program shows it
              </button>
              <button type="button" aria-pressed={asText} onClick={() => setText(true)}>
                As text
              </button>
            </div>
          )}
          {mail.hasHtml && !asText ? (
            <iframe title={`Mail: ${mail.subject}`} sandbox="" src={`/api/${path}/html`} loading="lazy" />
          ) : (
            <pre class="log" tabIndex={0} role="group" aria-label="The mail's text">
              {mail.text}
            </pre>
          )}
        </article>
      )}
    </Loaded>
  );
}
