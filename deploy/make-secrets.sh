#!/usr/bin/env bash
# Makes the two secrets that docker-compose.yml hands to the containers, once; an existing one is never changed, for the database keeps its
# password. The folder is closed to others; the files in it are readable, because each container reads its copy as a user of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
umask 077
mkdir -p secrets
if [[ -s secrets/database_password ]]; then
    echo "deploy/secrets is there already."
    exit 0
fi
password=$(head -c 24 /dev/urandom | base64 | tr -d '+/=\n')
printf '%s' "$password" >secrets/database_password
printf 'mysql://ansvar:%s@db:3306/ansvar' "$password" >secrets/database_url
chmod 0444 secrets/database_password secrets/database_url
echo "Made deploy/secrets/database_password and database_url."
