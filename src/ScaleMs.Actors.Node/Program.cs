using ScaleMs.Actors.Node.CommandLine;

return await ScaleMsProgram.RunAsync(args);
