//! Gives the program its date and, on Windows, its icon, its version and its manifest.

use std::env::var;
use std::error::Error;

use chrono::{DateTime, Local};

fn main() -> Result<(), Box<dyn Error>> {
    for changed in ["src", "routines", "audio", "Cargo.lock", "packaging/build.rs"] {
        println!("cargo::rerun-if-changed={changed}");
    }
    // For builds that can be repeated (<https://reproducible-builds.org/specs/source-date-epoch/>).
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    let date = match var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => {
            let date =
                DateTime::from_timestamp(seconds.parse()?, 0).ok_or("SOURCE_DATE_EPOCH is out of range")?;
            date.date_naive()
        }
        Err(_) => Local::now().date_naive(),
    };
    println!("cargo::rustc-env=STILLPOINT_BUILT={}", date.format("%-d %B %Y"));
    println!("cargo::rustc-env=STILLPOINT_TARGET={}", var("TARGET")?);
    if var("CARGO_CFG_WINDOWS").is_ok() {
        windows_resources()?;
    }
    Ok(())
}

fn windows_resources() -> Result<(), Box<dyn Error>> {
    let (icon, manifest) = ("packaging/icons/stillpoint.ico", "packaging/windows/stillpoint.manifest");
    println!("cargo::rerun-if-changed={icon}");
    println!("cargo::rerun-if-changed={manifest}");
    let mut resources = winresource::WindowsResource::new();
    resources
        .set_icon(icon)
        .set_manifest_file(manifest)
        .set("ProductName", "Stillpoint")
        .set("FileDescription", "Stillpoint")
        .set("CompanyName", "The Stillpoint authors")
        .set("LegalCopyright", "MIT licence");
    resources.compile()?;
    Ok(())
}
