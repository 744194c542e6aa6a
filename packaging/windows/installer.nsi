; The installer for Windows: for one person, without rights of an administrator. Removing it keeps what the person did and
; chose. Built by packaging/windows.sh, which gives VERSION, STAGE (the folder to install) and OUTPUT.

Unicode true
Target amd64-unicode
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma

!include MUI2.nsh
!include FileFunc.nsh

Name "Stillpoint"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Stillpoint"
; Where it was installed before.
InstallDirRegKey HKCU "Software\Stillpoint" "Folder"
BrandingText "Stillpoint ${VERSION}"

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Stillpoint"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installs Stillpoint"
VIAddVersionKey "LegalCopyright" "MIT licence"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Stillpoint"
!define CLASS "Software\Classes\Stillpoint.Bundle"
!define NOTICES "Software\Classes\AppUserModelId\Stillpoint"
!define RUN "Software\Microsoft\Windows\CurrentVersion\App Paths\stillpoint.exe"
; In the path of every person since Windows 10.
!define COMMANDS "$LOCALAPPDATA\Microsoft\WindowsApps"

!define MUI_ICON "${STAGE}\stillpoint.ico"
!define MUI_UNICON "${STAGE}\stillpoint.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\stillpointw.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "Spanish"

LangString RUNNING ${LANG_ENGLISH} "Stillpoint is open. Please close its window, then try again."
LangString RUNNING ${LANG_GERMAN} "Stillpoint ist geöffnet. Bitte schließen Sie das Fenster und versuchen Sie es noch einmal."
LangString RUNNING ${LANG_SPANISH} "Stillpoint está abierto. Cierre su ventana e inténtelo de nuevo."
LangString BUNDLE ${LANG_ENGLISH} "Stillpoint routine"
LangString BUNDLE ${LANG_GERMAN} "Stillpoint-Übung"
LangString BUNDLE ${LANG_SPANISH} "Rutina de Stillpoint"

; A program that runs cannot be replaced or removed: its window may have a session in it.
!macro WaitUntilClosed UN
Function ${UN}WaitUntilClosed
  again:
    IfFileExists "$INSTDIR\stillpoint.exe" 0 closed
    ClearErrors
    FileOpen $0 "$INSTDIR\stillpoint.exe" a
    IfErrors running
    FileClose $0
    Goto closed
  running:
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY again
    SetErrorLevel 2
    Quit
  closed:
FunctionEnd
!macroend
!insertmacro WaitUntilClosed ""
!insertmacro WaitUntilClosed "un."

Section
  Call WaitUntilClosed
  SetOutPath "$INSTDIR"
  File /r "${STAGE}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortcut "$SMPROGRAMS\Stillpoint.lnk" "$INSTDIR\stillpointw.exe" "" "$INSTDIR\stillpoint.exe" 0
  ; Typed: a line of its own, because an installer that changes the path can damage it.
  IfFileExists "${COMMANDS}\*.*" 0 no_commands
    FileOpen $0 "${COMMANDS}\stillpoint.cmd" w
    ; Not the folder itself where it is the usual one: such a file is read in another alphabet than it is written in, and
    ; the name of a person can have letters of which that makes others.
    StrCmp "$INSTDIR" "$LOCALAPPDATA\Programs\Stillpoint" 0 elsewhere
      FileWrite $0 '@"%LOCALAPPDATA%\Programs\Stillpoint\stillpoint.exe" %*$\r$\n'
      Goto written
    elsewhere:
      FileWrite $0 '@"$INSTDIR\stillpoint.exe" %*$\r$\n'
    written:
    FileClose $0
  no_commands:

  WriteRegStr HKCU "${RUN}" "" "$INSTDIR\stillpoint.exe"
  WriteRegStr HKCU "Software\Classes\.stillpoint" "" "Stillpoint.Bundle"
  WriteRegStr HKCU "Software\Classes\.stillpoint\OpenWithProgids" "Stillpoint.Bundle" ""
  WriteRegStr HKCU "${CLASS}" "" "$(BUNDLE)"
  WriteRegStr HKCU "${CLASS}\DefaultIcon" "" "$INSTDIR\stillpoint.exe,0"
  WriteRegStr HKCU "${CLASS}\shell\open\command" "" '"$INSTDIR\stillpointw.exe" "%1"'
  WriteRegStr HKCU "${NOTICES}" "DisplayName" "Stillpoint"
  WriteRegStr HKCU "${NOTICES}" "IconUri" "$INSTDIR\stillpoint.ico"

  WriteRegStr HKCU "Software\Stillpoint" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Stillpoint"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\stillpoint.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Stillpoint authors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  ${RefreshShellIcons}
SectionEnd

Section "Uninstall"
  Call un.WaitUntilClosed
  ; Its own files by name: the person may have put others into the folder.
  !include "${FILES}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Stillpoint.lnk"
  Delete "${COMMANDS}\stillpoint.cmd"
  DeleteRegKey HKCU "${RUN}"
  DeleteRegKey HKCU "${CLASS}"
  DeleteRegKey HKCU "${NOTICES}"
  DeleteRegValue HKCU "Software\Classes\.stillpoint\OpenWithProgids" "Stillpoint.Bundle"
  ReadRegStr $0 HKCU "Software\Classes\.stillpoint" ""
  StrCmp $0 "Stillpoint.Bundle" 0 +2
    DeleteRegKey HKCU "Software\Classes\.stillpoint"
  DeleteRegKey HKCU "Software\Stillpoint"
  DeleteRegKey HKCU "${UNINSTALL}"
  ${RefreshShellIcons}
SectionEnd
