using System.Text.RegularExpressions;

namespace Tocsin.Alerting.Configuration.Variables;

/// <summary>
/// Texts that somebody took for a variable and that are none: nothing is filled in, and a password or an address is wrong far from here. What a text
/// says is never shown, as it may be a secret.
/// </summary>
public static partial class VariableLookalikes
{
    private const string Form = "write ${env:NAME} for a variable of the environment, ${file:PATH} for what a file says";

    /// <summary>What is wrong with a text that cannot be meant in another way, such as <c>${ENV:NAME}</c>; null when nothing is.</summary>
    public static string? ErrorIn(string text) => text.Contains('$', StringComparison.Ordinal) && Misspelt().IsMatch(text)
        ? $"a variable is written in a way that fills nothing in: {Form}, in lower case and without blanks"
        : null;

    /// <summary>Warnings of texts that look like variables of a shell, such as <c>$HOME</c>, and may be meant as they stand.</summary>
    public static IEnumerable<ConfigProblem> WarningsIn(ConfigValue value, string path = "") => value switch
    {
        ConfigText { Value: var text, Place: var place } when IsOfShell(text) => [new ConfigProblem($"option '{path}' looks like a variable and is taken as it stands: {Form}", place, IsWarning: true) { Option = path }],
        ConfigMap map => map.Entries.SelectMany(entry => WarningsIn(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")),
        ConfigList list => list.Items.SelectMany((item, i) => WarningsIn(item, $"{path}[{i}]")),
        _ => [],
    };

    // Templates have variables of their own, and commands are handed to shells.
    private static bool IsOfShell(string text) => text.Contains('$', StringComparison.Ordinal) && !text.Contains("{{", StringComparison.Ordinal) && OfShell().IsMatch(text);

    // The form itself is right in lower case only.
    [GeneratedRegex(@"\$\{(?!env:|file:)\s*(?i:env|file)\s*:|^\$\(?(?i:env|file):\w")]
    private static partial Regex Misspelt();

    [GeneratedRegex(@"^\$[A-Z_][A-Z0-9_]+(/\S*)?$|^\S*\$\{[A-Za-z_][A-Za-z0-9_]*\}\S*$")]
    private static partial Regex OfShell();
}
