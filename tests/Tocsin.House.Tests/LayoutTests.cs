namespace Tocsin.House.Tests;

/// <summary>Where code stands and how it is named.</summary>
public sealed class LayoutTests
{
    private const int MostLines = 500;

    /// <summary>Files with several types that say little apart from each other.</summary>
    private static readonly string[] Reviewed =
    [
        // The shape of a function beside the function.
        "dsl/Tocsin.Dsl/Templates/Functions/TemplateFunction.cs",
        // Six small enums that make one state.
        "dsl/Tocsin.Dsl/Templates/Html/HtmlContextParts.cs",
        // A closed set: the base and its forms.
        "engine/Tocsin.Alerting/Configuration/ConfigMap.cs",
        "engine/Tocsin.Alerting/Configuration/ConfigValue.cs",
        // A kind and the value that has it.
        "engine/Tocsin.Pipelines/Nodes/Eval/EvalSource.cs",
    ];

    private static readonly string[] EmptyWords = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Info"];

    [Fact]
    public void Namespaces_follow_the_folders() =>
        Repository.Sources.Where(file => file.Namespace is { } name && name != file.PathAsNamespace)
            .Select(file => $"{file.Path} is in {file.Namespace}").Should().BeEmpty();

    [Fact]
    public void Files_are_named_after_their_one_type() =>
        Repository.Sources.Where(file => file.Namespace is not null && !Reviewed.Contains(file.Path) && !HoldsOneType(file))
            .Select(file => $"{file.Path} holds {string.Join(", ", file.Types)}").Should().BeEmpty();

    [Fact]
    public void Files_reviewed_are_still_there() => Repository.Sources.Select(file => file.Path).Should().Contain(Reviewed);

    [Fact]
    public void Files_are_short() =>
        Repository.Sources.Where(file => file.LineCount > MostLines).Select(file => $"{file.Path}: {file.LineCount} lines").Should().BeEmpty();

    [Fact]
    public void Type_names_say_what_a_type_does() =>
        Repository.Sources.SelectMany(file => file.AllTypes.Select(type => (file.Path, Type: type)))
            .Where(found => EmptyWords.Any(word => found.Type.EndsWith(word, StringComparison.Ordinal)))
            .Select(found => $"{found.Type} in {found.Path}").Should().BeEmpty();

    [Fact]
    public void Every_type_has_a_name_of_its_own() =>
        Repository.Sources.SelectMany(file => file.Types.Select(type => (file.Program, file.Namespace, Type: type))).Distinct()
            .GroupBy(found => (found.Program, found.Type), found => found.Namespace).Where(named => named.Count() > 1)
            .Select(named => $"{named.Key.Type} is in {string.Join(" and ", named)}").Should().BeEmpty();

    [Fact]
    public void No_file_is_divided_by_regions() =>
        Repository.Sources.Where(file => file.Text.Contains("#region", StringComparison.Ordinal)).Select(file => file.Path).Should().BeEmpty();

    /// <summary>xunit calls every project that uses it one of tests; run as such, a library fails for want of its dependencies.</summary>
    [Fact]
    public void Libraries_of_tests_say_that_they_are_none() =>
        new[] { "tests", "examples" }.SelectMany(folder => Repository.Files(folder, "*.csproj")).Select(path => (Path: path, Text: Repository.Read(path)))
            .Where(project => project.Text.Contains("\"xunit\"", StringComparison.Ordinal)
                && !project.Text.Contains("Microsoft.NET.Test.Sdk", StringComparison.Ordinal)
                && !project.Text.Contains("<IsTestProject>false</IsTestProject>", StringComparison.Ordinal))
            .Select(project => project.Path).Should().BeEmpty();

    // Forms of one type that differ in their type parameters stand in a file with the plural of its name.
    private static bool HoldsOneType(SourceFile file) => file.Types is [var only] && (only == file.Name || only + "s" == file.Name);
}
