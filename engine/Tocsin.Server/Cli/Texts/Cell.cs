namespace Tocsin.Server.Cli.Texts;

/// <summary>A cell of a table.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Color">How a terminal shows it; empty for its own color.</param>
internal readonly record struct Cell(string Text, string Color = "")
{
    /// <summary>Nothing to tell: keeps the eye on what there is.</summary>
    public static readonly Cell None = new("-", "dim");

    public static implicit operator Cell(string text) => new(text);
}
