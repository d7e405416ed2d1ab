using System.Text.RegularExpressions;

namespace Tocsin.House.Tests;

/// <summary>The page for those who look for the right place is right about the places.</summary>
public sealed partial class ArchitecturePageTests
{
    private const string Page = "docs/architecture.md";

    // Described in the line of the project.
    private static readonly string[] Whole = ["engine/Tocsin.Sdk/", "engine/Tocsin.Scripting/", "engine/Tocsin.Server/"];

    public static TheoryData<string> Pages => [Page, "CONTRIBUTING.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Places_that_a_page_names_are_there(string page)
    {
        var named = Place().Matches(Repository.Read(page)).Select(match => match.Value.Split('<')[0].TrimEnd('/')).Distinct().ToList();

        named.Should().NotBeEmpty();
        named.Where(path => !Path.Exists(Path.Combine(Repository.Root, path)) && !Directory.EnumerateFileSystemEntries(Path.Combine(Repository.Root, Path.GetDirectoryName(path)!), Path.GetFileName(path) + "*").Any())
            .Should().BeEmpty();
    }

    [Fact]
    public void Types_that_the_tour_names_stand_where_it_says()
    {
        foreach (var line in Repository.Read(Page).Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)))
        {
            foreach (Match row in Types().Matches(line))
            {
                foreach (Match type in Word().Matches(row.Groups["types"].Value))
                    Repository.Sources.Should().Contain(file => file.Path.StartsWith(row.Groups["folder"].Value + "/") && file.Types.Contains(type.Groups[1].Value), "the tour says: {0}", line);
            }
        }
    }

    [Fact]
    public void The_list_of_folders_is_that_of_the_projects()
    {
        var project = "";
        var listed = new List<string>();
        foreach (var line in Repository.Read(Page).Split('\n'))
        {
            if (ProjectLine().Match(line) is { Success: true } begin)
                project = begin.Groups[1].Value;
            else if (project.Length > 0 && FolderLine().Match(line) is { Success: true } folders)
                listed.AddRange(FolderName().Matches(folders.Groups[1].Value).Select(folder => $"{project}/{folder.Groups[1].Value}"));
        }

        var there = Repository.Sources.Select(file => file.Path.Split('/')).Where(path => path[0] is "dsl" or "engine" && path.Length > 3).Select(path => string.Join('/', path[..3])).Distinct();

        listed.Where(folder => !Repository.HasFolder(folder)).Should().BeEmpty("{0} lists them", Page);
        there.Where(folder => !Whole.Any(project => folder.StartsWith(project, StringComparison.Ordinal))).Except(listed).Should().BeEmpty("{0} has a line for each folder", Page);
    }

    [GeneratedRegex(@"(?<=`)(?:dsl|engine|plugins|tests|examples|docs)/[\w./-]*(?:<Name>)?[\w./-]*")]
    private static partial Regex Place();

    [GeneratedRegex(@"`(?<folder>engine/[\w./-]+)`: (?<types>(?:`[\w/]+`(?:, )?)+)")]
    private static partial Regex Types();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Word();

    [GeneratedRegex(@"^((?:dsl|engine)/Tocsin\.\w+)\s")]
    private static partial Regex ProjectLine();

    // Folders of one line are set apart by blanks; what they are for begins after two.
    [GeneratedRegex(@"^  ((?:[A-Z]\w*/(?:<Name>/)? {1,2}(?=[A-Z]\w*/)|[A-Z]\w*/(?:<Name>/)?)+)\s")]
    private static partial Regex FolderLine();

    [GeneratedRegex(@"([A-Z]\w*)/")]
    private static partial Regex FolderName();
}
