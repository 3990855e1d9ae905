using ScaleMs.Actors.Node;
using ScaleMs.Actors.Node.Hosting;
using ScaleMs.Actors.Worker.Isolation.Child;

// A process for tasks starts often and does not need the verbs' setup.
return args is [SlotProcesses.Argument] ? SlotProgram.Run() : await ScaleMsProgram.RunAsync(RaptorMaster.Arguments(args));
