using System.Text.RegularExpressions;

namespace Tocsin.House.Tests;

/// <summary>
/// Within a folder, its own files count as one part and each subfolder as another; the parts use each other in one direction only. So a
/// subfolder may stand below its folder's own files, which are made of it, or above them, and use them, but never both; and of two subfolders only one
/// knows the other. <see cref="FloorTests"/> holds the order of the first folders of a project, this holds all that is deeper.
/// <para>
/// A failure names the arrows of one circle, each with a file and what it uses. Then either a type stands in the wrong folder: move it to where
/// its users are. Or one side needs too much: have it handed in by whoever stands above both, as a value or a delegate.
/// </para>
/// <para>
/// What a file uses is read from its <c>using</c> lines, from names written in full or in part, and, as the types of the folders above it are seen
/// without a <c>using</c>, from words that are names of such types or of their extension methods. Comments do not count.
/// </para>
/// </summary>
public sealed partial class CircleTests
{
    /// <summary>The part that a folder's own files are.</summary>
    private const string Own = "its own files";

    private const string Attribute = "Attribute";

    public static TheoryData<string> Projects =>
        [.. new[] { "dsl", "engine", "plugins" }.SelectMany(area => Repository.Files(area, "*.csproj")).Select(file => Path.GetDirectoryName(file)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Parts_of_a_folder_use_each_other_in_one_direction(string project) =>
        CirclesIn(Repository.Sources.Where(file => file.Path.StartsWith(project + "/", StringComparison.Ordinal))).Should().BeEmpty("the summary of {0} says what to do", nameof(CircleTests));

    [Fact]
    public void A_folder_and_its_subfolder_that_use_each_other_are_a_circle() => CirclesIn(
        [
            new("engine/P/Top.cs", "namespace P;\n\ninternal sealed class Top\n{\n    private Sub.Low? _low;\n}\n"),
            new("engine/P/Sub/Low.cs", "namespace P.Sub;\n\ninternal sealed class Low\n{\n    private Top? _top;\n}\n"),
        ]).Should().Equal("P: its own files -> Sub (Top.cs: Low), Sub -> its own files (Low.cs: Top)");

    [Fact]
    public void Subfolders_at_any_depth_are_a_circle_however_they_see_each_other() => CirclesIn(
        [
            new("engine/P/X/A/One.cs", "using P.X.B;\n\nnamespace P.X.A;\n\ninternal sealed class One\n{\n}\n"),
            new("engine/P/X/B/Two.cs", "namespace P.X.B;\n\ninternal sealed class Two\n{\n    private X.C.Three? _three;\n}\n"),
            new("engine/P/X/C/Three.cs", "namespace P.X.C;\n\ninternal sealed class Three\n{\n    private P.X.A.One? _one;\n}\n"),
        ]).Should().Equal("P.X: A -> B (One.cs: P.X.B), B -> C (Two.cs: Three), C -> A (Three.cs: One)");

    [Fact]
    public void What_is_used_in_one_direction_or_named_in_a_comment_is_not_a_circle() => CirclesIn(
        [
            new("engine/P/Top.cs", "namespace P;\n\n/// <summary>See <see cref=\"Sub.Low\"/>.</summary>\ninternal sealed class Top // Sub.Low\n{\n    private string _text = \"Sub.Low\";\n}\n"),
            new("engine/P/Sub/Low.cs", "namespace P.Sub;\n\ninternal sealed class Low\n{\n    private Top? _top;\n}\n"),
        ]).Should().BeEmpty();

    private static List<string> CirclesIn(IEnumerable<SourceFile> files)
    {
        var arrows = ArrowsBetween([.. files.Where(file => file.Namespace is not null)]).ToList();
        var folders = arrows.SelectMany(arrow => new[] { arrow.From, arrow.To }).Distinct().SelectMany(WithParents).Distinct();
        return [.. folders.Select(folder => CircleIn(folder, arrows)).OfType<string>()];
    }

    /// <summary>A circle between the parts of a folder, in words; null when there is none.</summary>
    private static string? CircleIn(string folder, IReadOnlyList<Arrow> arrows)
    {
        var between = arrows.Select(arrow => (From: PartOf(folder, arrow.From), To: PartOf(folder, arrow.To), arrow.Example))
            .Where(arrow => arrow.From is not null && arrow.To is not null && arrow.From != arrow.To)
            .DistinctBy(arrow => (arrow.From, arrow.To)).ToLookup(arrow => arrow.From!, arrow => (To: arrow.To!, arrow.Example));
        var circle = between.Select(part => ShortestBack(part.Key, between)).OfType<List<string>>().MinBy(found => found.Count);
        return circle is null ? null : $"{folder}: {string.Join(", ", circle)}";
    }

    /// <summary>The arrows of the shortest way from a part back to itself; null when no way leads back.</summary>
    private static List<string>? ShortestBack(string part, ILookup<string, (string To, string Example)> between)
    {
        var ways = new Queue<(string At, List<string> Way)>([(part, [])]);
        var seen = new HashSet<string>();
        while (ways.TryDequeue(out var next))
        {
            foreach (var (to, example) in between[next.At])
            {
                List<string> way = [.. next.Way, $"{next.At} -> {to} ({example})"];
                if (to == part)
                    return way;
                if (seen.Add(to))
                    ways.Enqueue((to, way));
            }
        }

        return null;
    }

    /// <summary>Which folder uses which, once for each file and what it uses.</summary>
    private static IEnumerable<Arrow> ArrowsBetween(IReadOnlyList<SourceFile> files)
    {
        var types = files.SelectMany(file => file.Types.Select(type => (Folder: file.Namespace!, Type: type))).ToHashSet();
        var typesByFolder = types.ToLookup(type => type.Folder, type => type.Type);
        var extensions = files.SelectMany(file => Extension().Matches(file.Text).Select(match => (Folder: file.Namespace!, Method: match.Groups[1].Value)))
            .ToLookup(method => method.Folder, method => method.Method);
        foreach (var file in files)
        {
            var own = file.Namespace!;
            var code = Code(file.Text);
            var used = Using().Matches(code).Select(match => FolderOf(match.Groups[1].Value)).Where(typesByFolder.Contains).Select(folder => (Folder: folder, What: folder)).ToList();
            var body = UsingOrNamespace().Replace(code, "");
            var words = Word().Matches(body).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
            var members = Member().Matches(body).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
            foreach (var above in WithParents(own).Where(folder => folder != own))
            {
                used.AddRange(typesByFolder[above].Where(type => words.Contains(type) || (type.EndsWith(Attribute, StringComparison.Ordinal) && words.Contains(type[..^Attribute.Length]))).Except(file.Types).Select(type => (above, type)));
                used.AddRange(extensions[above].Where(members.Contains).Select(method => (above, method)));
            }

            foreach (Match name in NameInParts().Matches(body))
            {
                var parts = name.Value.Split('.');
                used.AddRange(
                    from before in WithParents(own).Select(folder => folder + ".").Append("")
                    from length in Enumerable.Range(1, parts.Length - 1)
                    let folder = before + string.Join('.', parts[..length])
                    where types.Contains((folder, parts[length]))
                    select (folder, parts[length]));
            }

            foreach (var (folder, what) in used.Where(other => other.Folder != own).Distinct())
                yield return new Arrow(own, folder, $"{file.Name}.cs: {what}");
        }

        // Behind "using static", and where another name is given, stands a type.
        string FolderOf(string name) => typesByFolder.Contains(name) ? name : name[..Math.Max(0, name.LastIndexOf('.'))];
    }

    /// <summary>A folder and those that it stands in, as namespaces.</summary>
    private static IEnumerable<string> WithParents(string folder)
    {
        for (var end = folder.Length; end > 0; end = folder.LastIndexOf('.', end - 1))
            yield return folder[..end];
    }

    private static string? PartOf(string folder, string other) =>
        other == folder ? Own : other.StartsWith(folder + ".", StringComparison.Ordinal) ? other[(folder.Length + 1)..].Split('.')[0] : null;

    // Without comments and texts; what stands in the braces of a text is code.
    private static string Code(string text) => CommentOrText().Replace(text, match => match.Value[0] == '/' ? "" : "\"\"");

    [GeneratedRegex("""""(?<!\$)"""(?s:.*?)"""|(?<![$@"])"(?:\\.|[^"\\\n])*"|//.*""""")]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^(?:using [\w.= ]+;|namespace .*)$", RegexOptions.Multiline)]
    private static partial Regex UsingOrNamespace();

    // Neither a member, nor what is set by its name.
    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*\b(?!\s*(?:=(?![=>])|:(?!:)))|(?<=[:=?] )[A-Z]\w*\b")]
    private static partial Regex Word();

    [GeneratedRegex(@"\.(\w+)")]
    private static partial Regex Member();

    [GeneratedRegex(@"(?<![\w.])(?:[A-Z]\w*\.)+[A-Z]\w*")]
    private static partial Regex NameInParts();

    [GeneratedRegex(@"\bstatic [\w<>?,\[\]. ()]+? (\w+)(?:<[\w, ]+>)?\(\s*this ")]
    private static partial Regex Extension();

    private sealed record Arrow(string From, string To, string Example);
}
