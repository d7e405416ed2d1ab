using System.Text.RegularExpressions;

namespace Tocsin.House.Tests;

/// <summary>A C# file, read as far as the rules of the house need it.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>The file's name up to the first dot: parts of one type stand in <c>Type.Part.cs</c>.</summary>
    public string Name => System.IO.Path.GetFileName(Path).Split('.')[0];

    public int LineCount => Text.AsSpan().Count('\n');

    /// <summary>Null for a file of statements.</summary>
    public string? Namespace => NamespaceLine().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>What the namespace has to be: the path below the folder of the area.</summary>
    public string PathAsNamespace => string.Join('.', Path.Split('/')[1..^1]);

    /// <summary>What the file is read together with: a plugin with itself only, all else of the product as one.</summary>
    public string Program => Path.StartsWith("plugins/", StringComparison.Ordinal) ? Path.Split('/')[1] : "";

    /// <summary>The types that stand in no other, each name once: forms that differ in their type parameters are one.</summary>
    public IReadOnlyList<string> Types => [.. TopLevelType().Matches(Text).Select(match => match.Groups[1].Value).Distinct()];

    /// <summary>All types, nested ones too.</summary>
    public IEnumerable<string> AllTypes => AnyType().Matches(Text).Select(match => match.Groups[1].Value);

    public IEnumerable<string> Lines => Text.Split('\n');

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|readonly|partial|unsafe|ref) )*(?:record struct|record|class|struct|interface|enum|delegate [\w<>?,\[\] ]+?) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^\s*(?:\w+ )*(?:record struct|record|class|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex AnyType();
}
