/** Options that are followed by a value of no interest; of their values, nothing is read. */
export const withValue: ReadonlySet<string> = new Set(
  (
    "-A -b -c -C -D -e -E -h -K -m -o -P -Q -r -t -T -u -U -w -x -y -Y -z --user-agent --cookie --cookie-jar --referer " +
    "--user --proxy --proxy-user --output --max-time --connect-timeout --retry --retry-delay --retry-max-time --resolve " +
    "--cert --key --cacert --capath --config --write-out --limit-rate --interface --range --oauth2-bearer --aws-sigv4 " +
    "--dump-header --connect-to --ciphers --tls-max --max-redirs --noproxy --upload-file --trace --trace-ascii " +
    "--unix-socket --netrc-file --pass --cert-type --key-type --proxy-header --stderr --time-cond --dns-servers"
  ).split(" "),
);

/** Options whose value is sent. */
export const dataOptions: ReadonlySet<string> = new Set([
  "-d",
  "--data",
  "--data-raw",
  "--data-binary",
  "--data-ascii",
  "--data-urlencode",
  "--url-query",
  "--json",
]);
