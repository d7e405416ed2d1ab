using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Tocsin.House.Tests;

/// <summary>References point one way: the language and the SDK know nobody, plugins know the SDK only.</summary>
public sealed class ReferenceTests
{
    private const string Dsl = "Tocsin.Dsl";
    private const string Sdk = "Tocsin.Sdk";
    private const string Influx = "Tocsin.Influx";
    private const string Alerting = "Tocsin.Alerting";
    private const string Pipelines = "Tocsin.Pipelines";
    private const string Inputs = "Tocsin.Inputs";
    private const string Engine = "Tocsin.Engine";
    private const string Scripting = "Tocsin.Scripting";
    private const string Postgres = "Tocsin.Storage.Postgres";
    private const string Templates = "Tocsin.Templates";
    private const string Server = "Tocsin.Server";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Dsl] = [],
        [Sdk] = [],
        [Templates] = [],
        [Influx] = [],
        [Alerting] = [Dsl, Sdk],
        [Pipelines] = [Alerting, Influx],
        [Inputs] = [Pipelines],
        [Engine] = [Pipelines, Inputs],
        [Scripting] = [Engine, Sdk],
        [Postgres] = [Alerting],
        [Server] = [Engine, Scripting, Postgres],
    };

    public static TheoryData<string> Projects =>
        [.. new[] { "dsl", "engine", "plugins" }.SelectMany(folder => Repository.Files(folder, "*.csproj"))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_names_only_what_it_may_know(string project)
    {
        var files = project.StartsWith("plugins/", StringComparison.Ordinal) ? [project, "plugins/Directory.Build.props"] : new[] { project };
        var named = files.SelectMany(file => XDocument.Parse(Repository.Read(file)).Descendants("ProjectReference"))
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        named.Should().BeSubsetOf(AllowedTo(Path.GetFileNameWithoutExtension(project)));
    }

    [Theory]
    [InlineData(Dsl)]
    [InlineData(Sdk)]
    [InlineData(Influx)]
    [InlineData(Alerting)]
    [InlineData(Pipelines)]
    [InlineData(Inputs)]
    [InlineData(Engine)]
    [InlineData(Scripting)]
    [InlineData(Postgres)]
    [InlineData("tocsin")]
    public void An_assembly_uses_only_what_it_may_know(string assembly)
    {
        OwnReferencesOf(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")).Should().BeSubsetOf(KnownTo(assembly == "tocsin" ? Server : assembly));
    }

    [Fact]
    public void The_assemblies_of_plugins_use_only_the_sdk()
    {
        var plugins = Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "plugins"));

        plugins.Should().NotBeEmpty();
        foreach (var plugin in plugins)
        {
            var assembly = Path.Combine(plugin, Path.GetFileName(plugin) + ".dll");
            OwnReferencesOf(assembly).Should().Equal([Sdk], "{0} is a plugin", assembly);
            File.Exists(Path.Combine(plugin, Sdk + ".dll")).Should().BeFalse("a second copy of the SDK would be a different type");
        }
    }

    private static string[] AllowedTo(string project) => Allowed.GetValueOrDefault(project, [Sdk]);

    // What a project names, it knows with all that stands below.
    private static IEnumerable<string> KnownTo(string project) => AllowedTo(project).SelectMany(named => KnownTo(named).Append(named)).Distinct();

    private static IEnumerable<string> OwnReferencesOf(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences
            .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(name => name.StartsWith("Tocsin", StringComparison.OrdinalIgnoreCase))];
    }
}
