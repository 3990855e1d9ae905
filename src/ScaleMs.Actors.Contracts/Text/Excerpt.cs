namespace ScaleMs.Actors.Contracts.Text;

/// <summary>The beginning of a text that may be long, for people.</summary>
public static class Excerpt
{
    /// <summary>The text, or as many characters of it and an ellipsis.</summary>
    public static string Of(string text, int most) => text.Length > most ? $"{text[..most]}…" : text;
}
