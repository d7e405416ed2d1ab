namespace Tocsin.Dsl.Binding;

/// <summary>What a comment says, as Markdown in one line each; empty where it says nothing.</summary>
/// <param name="Summary">What it is.</param>
/// <param name="Parameters">What the parameters are, by name.</param>
/// <param name="Example">Code as it was written, without the comment's indentation.</param>
internal sealed record DocumentationComment(string Summary, IReadOnlyDictionary<string, string> Parameters, string Example)
{
    public static readonly DocumentationComment None = new("", new Dictionary<string, string>(), "");
}
