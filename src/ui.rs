//! stub
/// x
pub fn open(_plan: Option<crate::timeline::Plan>) -> Result<(), String> {
    Err("no window yet".into())
}
