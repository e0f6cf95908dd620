//! The program; see `esscard_kiosk::cli`.

fn main() -> std::process::ExitCode {
    esscard_kiosk::cli::main()
}
