#!/usr/bin/env pwsh
# Runs one target of build.cs; everything else lives there so it can run without PowerShell.
param([ValidateSet('build', 'test', 'format', 'publish', 'bench')][string]$Target = 'test')

dotnet run "$PSScriptRoot/build.cs" -- $Target
exit $LASTEXITCODE
