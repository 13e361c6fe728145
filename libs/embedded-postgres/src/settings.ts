/** PostgreSQL's settings, for a small machine that does other things as well. */
export function settings(port: number, durable: boolean): Record<string, string | number> {
  return {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '', // A socket's path may be too long, or its folder closed to the user.
    max_connections: 100,
    shared_buffers: '64MB',
    effective_cache_size: '512MB',
    // Parallel queries use /dev/shm, of which a container has little, and processors, of which others need some.
    max_parallel_workers_per_gather: 0,
    max_parallel_maintenance_workers: 0,
    jit: 'off',
    max_wal_size: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C', // The log is read for what it says of starting.
    ...(!durable && {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: 0,
    }),
  };
}
