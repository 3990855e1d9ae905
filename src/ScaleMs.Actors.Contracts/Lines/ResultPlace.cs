using System.Globalization;
using System.Text.Json;

namespace ScaleMs.Actors.Contracts.Lines;

/// <summary>Position of a task in its input: the first keys of its result, and its name in messages.</summary>
/// <param name="Key"><c>line</c>, <c>index</c> or nothing.</param>
/// <param name="Number">The line's number from 1, or the index from 0.</param>
/// <param name="Name">The task's own name; null = none.</param>
public readonly record struct ResultPlace(string Key, int Number, string? Name)
{
    public static ResultPlace OfLine(int line, string? name = null) => new("line", line, name);

    public static ResultPlace OfIndex(int index) => new("index", index, null);

    public static ResultPlace OfItem(string name) => new("", 0, name);

    public void Write(Utf8JsonWriter writer)
    {
        if (Key.Length > 0)
        {
            writer.WriteNumber(Key, Number);
        }

        if (Name is not null)
        {
            writer.WriteString("name"u8, Name);
        }
    }

    public override string ToString() =>
        Key.Length == 0 ? $"item '{Name}'"
        : string.Create(CultureInfo.InvariantCulture, $"{(Key == "line" ? "line" : "task")} {Number}{(Name is null ? "" : $" ('{Name}')")}");
}
