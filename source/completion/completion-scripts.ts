import { COMPLETE, type Shell } from './shells.ts';

/**
 * The script of each shell. None knows a verb or an option: each asks the program with every Tab, so no script is ever out of
 * date. They read the answer as text and run nothing of it, nor of what was typed.
 */
export const COMPLETION_SCRIPTS: Readonly<Record<Shell, string>> = {
	bash: `# Completion of fb-token-tui for bash. In ~/.bashrc: eval "$(fb-token-tui completion bash)"
_fb_token_tui() {
	local line kind=
	COMPREPLY=()
	while IFS= read -r line; do
		if [[ -z $kind ]]; then kind=$line; else COMPREPLY+=("$line"); fi
	done < <(fb-token-tui ${COMPLETE} bash "\${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
	[[ $kind == files ]] || compopt +o default 2>/dev/null
	return 0
}
complete -o default -F _fb_token_tui fb-token-tui
`,
	zsh: `#compdef fb-token-tui
# Completion of fb-token-tui for zsh. In ~/.zshrc: eval "$(fb-token-tui completion zsh)"
_fb-token-tui() {
	local line kind= value
	local -a given values about shown
	local -i at width=0
	given=("\${(@Q)words[2,CURRENT-1]}")
	(( CURRENT > 2 )) || given=()
	while IFS= read -r line; do
		if [[ -z $kind ]]; then kind=$line; continue; fi
		value=\${line%%$'\\t'*}
		[[ $PREFIX == --*=* ]] && value=\${value#*=}
		values+=("$value")
		about+=("\${line#*$'\\t'}")
		(( \${(m)#value} > width )) && width=\${(m)#value}
	done < <(fb-token-tui ${COMPLETE} zsh "\${given[@]}" "\${(Q)PREFIX}" 2>/dev/null)
	[[ $PREFIX == --*=* ]] && compset -P 1 '*='
	if [[ $kind == files ]]; then _files; return; fi
	# _describe does the same, but for colons and backslashes.
	(( width > COLUMNS / 2 )) && width=$(( COLUMNS / 2 ))
	for (( at = 1; at <= $#values; at++ )); do
		value="\${(mr:width:)values[at]}\${about[at]:+  -- \${about[at]}}"
		shown+=("\${(mr:COLUMNS - 1:)value}")
	done
	compadd -l -d shown -a values
}
if [[ \${funcstack[1]} == _fb-token-tui ]]; then
	_fb-token-tui "$@"
else
	(( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit; }
	compdef _fb-token-tui fb-token-tui
fi
`,
	fish: `# Completion of fb-token-tui for fish. In ~/.config/fish/config.fish: fb-token-tui completion fish | source
function __fb_token_tui_complete
	set -l given (commandline -opc)
	set -l current (commandline -ct)
	set -l answer (fb-token-tui ${COMPLETE} fish $given[2..] "$current" 2>/dev/null)
	if test "$answer[1]" = files
		__fish_complete_path "$current"
	else if set -q answer[2]
		printf '%s\\n' $answer[2..]
	end
end
complete -c fb-token-tui -f -a '(__fb_token_tui_complete)'
`,
	powershell: `# Completion of fb-token-tui for PowerShell. In $PROFILE: fb-token-tui completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName 'fb-token-tui', 'fb-token-tui.cmd', 'fb-token-tui.ps1' -ScriptBlock {
	param($wordToComplete, $commandAst, $cursorPosition)
	$words = @($commandAst.CommandElements | Select-Object -Skip 1 |
		Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
		ForEach-Object {
			if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
		})
	if ("$wordToComplete" -eq '') { $words += '' }
	$json = ConvertTo-Json -Compress -InputObject $words
	$given = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($json))
	$answer = fb-token-tui ${COMPLETE} powershell $given 2>$null | Out-String | ConvertFrom-Json
	foreach ($candidate in $answer.candidates) {
		[System.Management.Automation.CompletionResult]::new($candidate.text, $candidate.shown, 'ParameterValue', $candidate.about)
	}
	# With nothing at all PowerShell would complete the names of files.
	if (-not $answer.areFiles -and -not $answer.candidates) { '' }
}
`,
};
