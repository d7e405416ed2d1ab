using System.Text.RegularExpressions;

namespace Tocsin.Dsl.Binding;

/// <summary>A regex while a script is bound: its pattern as written, which the compiled form no longer has.</summary>
internal sealed record RegexValue(string Pattern, Regex Compiled)
{
    public static readonly RegexValue Empty = new("", new Regex(""));
}
