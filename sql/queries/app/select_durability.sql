-- Does a COMMIT survive a power cut? 1 and (without a binary log, or with it) 1 mean yes.
SELECT @@innodb_flush_log_at_trx_commit AS flush_at_commit, @@log_bin AS has_binlog, @@sync_binlog AS sync_binlog
