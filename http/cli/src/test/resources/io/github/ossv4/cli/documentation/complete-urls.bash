
# Completes buckets and keys after oss://. Asks OSS for at most two seconds and 100 names, and only if credentials are
# configured and the line has no other connection; otherwise, and for all other words, the function above completes.
_complete_ossv4_url() {
  local typed=${COMP_LINE:0:COMP_POINT}
  local word=${typed##*[[:space:]]}
  if [[ $word != oss://* ]] || [[ $typed =~ --(profile|endpoint|region|cname|path-style|anonymous) ]] ||
    [[ -z ${OSS_ACCESS_KEY_ID-}${ALIBABA_CLOUD_ACCESS_KEY_ID-} && ! -f ~/.ossutilconfig && ! -f ~/.aliyun/config.json ]]; then
    _complete_ossv4 "$@"
    return
  fi
  local folder=oss:// end=/ listed=()
  if [[ $word == oss://*/* ]]; then
    folder=${word#oss://}
    folder=oss://${folder%%/*}/ end=
    listed=("$word")
  fi
  # Readline replaces what follows the last of these characters.
  local before=$word name
  while [[ -n $before && $COMP_WORDBREAKS != *"${before: -1}"* ]]; do
    before=${before%?}
  done
  COMPREPLY=()
  while IFS= read -r -d '' name; do
    name=$folder${name#"$folder"}$end
    # The next word is read as it was typed, so names that need quotes are left out.
    if [[ $name == "$word"* && $(printf %q "$name") == "$name" ]]; then
      COMPREPLY+=("${name#"$before"}")
    fi
  done < <(timeout 2 ossv4 ls --print0 "${listed[@]}" 2>/dev/null </dev/null | head -z -n 100)
  compopt -o nospace 2>/dev/null
}

if [ -n "$BASH_VERSION" ]; then
  complete -F _complete_ossv4_url -o default ossv4 ossv4.sh ossv4.bash
fi
