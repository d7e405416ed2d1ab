namespace Tocsin.Server.Cli.Texts;

/// <summary>Texts of others on a terminal: messages of alerts come from anywhere.</summary>
internal static class OneLine
{
    /// <summary>A text without what would break the line or steer the terminal; each such character becomes a space.</summary>
    public static string Of(string text) => new(Array.ConvertAll(text.ReplaceLineEndings(" ").ToCharArray(), static c => char.IsControl(c) ? ' ' : c));
}
