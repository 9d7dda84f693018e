// The Node platform packages write `"os": "win32"` where npm's format wants a list. pnpm misreads the string, and
// installs the Windows runtime everywhere: 90 MB for nothing.
module.exports = {
  hooks: {
    readPackage(manifest) {
      for (const field of ["os", "cpu"]) {
        if (typeof manifest[field] === "string") manifest[field] = [manifest[field]];
      }
      return manifest;
    },
  },
};
