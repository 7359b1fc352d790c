#!/bin/sh
# A site of Attaché's in a storage that speaks S3. Put this file beside site.yaml, with `aws`
# installed and logged in, then:
#    attache build --strict && sh s3.sh s3://water.example.org
# A storage of another maker needs its address: export AWS_ENDPOINT_URL=https://storage.example
set -eu
bucket=${1:?"name the bucket, and perhaps a folder in it: s3://water.example.org"}
bucket=${bucket%/}
site=${2:-public}

# No storage chooses by what the browser understands, so nothing compressed goes there, and
# nothing that is meant for hosts of another kind.
leave_out="--exclude .attache-manifest.json --exclude .nojekyll --exclude _headers --exclude _redirects --exclude *.gz --exclude *.br"
set -f

# First what pages point to. The names in assets/ change with what is in them: nothing old is
# taken away before the pages are new, and browsers may keep them.
aws s3 sync "$site/assets" "$bucket/assets" \
  --cache-control "public, max-age=31536000, immutable"

# Then pages and all else, about which browsers ask each time. By their size and time alone it
# would not be seen that a page with as many letters is another, so all are sent.
aws s3 cp "$site" "$bucket" --recursive $leave_out --exclude "assets/*" \
  --exclude "*.md" --exclude "*.webmanifest" --cache-control no-cache
aws s3 cp "$site" "$bucket" --recursive --exclude "*" --include "*.md" \
  --content-type "text/markdown; charset=utf-8" --cache-control no-cache
aws s3 cp "$site" "$bucket" --recursive --exclude "*" --include "*.webmanifest" \
  --content-type application/manifest+json --cache-control no-cache

# Last, what the site no longer has.
aws s3 sync "$site" "$bucket" $leave_out --size-only --delete
