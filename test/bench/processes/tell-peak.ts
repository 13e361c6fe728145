/** Required before a program: says on standard error, at the end, how many KiB of memory it has had at most. */
process.on('exit', () => {
  process.stderr.write(String(process.resourceUsage().maxRSS));
});
