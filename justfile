# The handful of commands. `just` lists them.

[private]
default:
    @just --list

# See the sample briefing while it is changed
preview:
    cargo run --release -- watch --open

# The tests that a change of one part needs: just test golden
test *which:
    cargo test --test suite -- {{ which }}

# What takes a minute: before each commit
quick:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    cargo test --lib
    cargo test --test suite -- tidy

# Write expected files and the sample's site anew; read the difference before you keep it
bless:
    cargo run --release -- build
    ATTACHE_BLESS=1 cargo test --test suite -- golden diagnostics cli

# Everything that must hold before a change lands
all:
    bash .ci/run

# How long stages take, each alone
bench *which:
    cargo bench --bench stages -- {{ which }}
