using ScaleMs.Actors.Master.Commands;
using ScaleMs.Actors.Master.Messages;

namespace ScaleMs.Actors.Samples;

/// <summary>Answers <see cref="CountWords"/>. Named in the configuration as <c>scalems.commands.count-words</c>.</summary>
public sealed class CountWordsHandler : CommandHandler<CountWords>
{
    protected override void Launch(CountWords command, CommandRequest request)
    {
        var words = command.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Done(request, returnValue: words.Length);
    }
}
