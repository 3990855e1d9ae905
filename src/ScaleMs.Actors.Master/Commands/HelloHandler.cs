using ScaleMs.Actors.Contracts.Commands;
using ScaleMs.Actors.Contracts.Sessions;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Master.Commands;

/// <summary>Says who is here (the seed's <c>CpiHello</c>).</summary>
internal sealed class HelloHandler : CommandHandler<HelloCommand>
{
    protected override void Launch(HelloCommand command, CommandRequest request) =>
        Finish(request, CommandRecords.Done(request.Uid, BackendVersion.Current.ToJson(), BackendVersion.Current.ToString()));
}
