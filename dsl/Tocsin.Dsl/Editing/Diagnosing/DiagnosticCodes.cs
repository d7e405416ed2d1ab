using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Dsl.Editing.Diagnosing;

/// <summary>The page of diagnostics, which the assembly carries along.</summary>
internal static class DiagnosticCodes
{
    private static readonly Lazy<FrozenDictionary<string, DiagnosticCode>> ByCode = new(Read);

    /// <summary>All codes in their order.</summary>
    public static IEnumerable<DiagnosticCode> All => ByCode.Value.Values.OrderBy(code => code.Code, StringComparer.Ordinal);

    /// <summary>What the page says of a code.</summary>
    public static bool TryFind(string code, [NotNullWhen(true)] out DiagnosticCode? found) => ByCode.Value.TryGetValue(code, out found);

    private static FrozenDictionary<string, DiagnosticCode> Read()
    {
        using var stream = typeof(DiagnosticCodes).Assembly.GetManifestResourceStream("diagnostics.md") ?? Stream.Null;
        using var reader = new StreamReader(stream);
        var found = new List<DiagnosticCode>();
        while (reader.ReadLine() is { } line)
        {
            // A bar within a cell is written with a backslash.
            if (line.Replace("\\|", "\0", StringComparison.Ordinal).Split('|') is ["", var code, var kind, var meaning, var remedy, ""] && code.StartsWith(" `TS", StringComparison.Ordinal))
                found.Add(new DiagnosticCode(code.Trim(' ', '`'), kind.Trim(), Cell(meaning), Cell(remedy)));
        }

        return found.ToFrozenDictionary(code => code.Code, StringComparer.Ordinal);
    }

    private static string Cell(string text) => text.Trim().Replace('\0', '|');
}
