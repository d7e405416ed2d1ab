using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Engine.Hosting;
using Tocsin.House.Tests.Reference;

namespace Tocsin.House.Tests;

/// <summary>The pages of nodes, functions and integrations are what their comments say.</summary>
public sealed class ReferencePagesTests
{
    private const string Renew = "TOCSIN_WRITE_DOCS";

    [Fact]
    public void The_page_of_nodes_is_what_their_comments_say() => Check("docs/nodes.md", NodeReference.Write(ShippedPlugins.All.Vocabulary.Nodes));

    [Fact]
    public void The_page_of_functions_is_what_they_say_of_themselves() => Check("docs/functions.md", FunctionReference.Write(FunctionCatalog.Default));

    [Fact]
    public void The_page_of_integrations_is_what_their_classes_say() => Check("docs/integrations.md", IntegrationsPage.Write());

    [Fact]
    public void The_page_of_integrations_has_every_kind_of_a_plugin()
    {
        IntegrationsPage.Handlers.Should().BeEquivalentTo(ShippedPlugins.Kinds.All.Where(kind => kind.Origin.StartsWith("Tocsin.Plugins.", StringComparison.Ordinal)).Select(kind => kind.Name));
        IntegrationsPage.Sources.Should().BeEquivalentTo(ShippedPlugins.All.Sources.All.Where(kind => kind.Origin.StartsWith("Tocsin.Plugins.", StringComparison.Ordinal)).Select(kind => kind.Name));
    }

    private static void Check(string page, string made)
    {
        var path = Path.Combine(Repository.Root, page);
        if (Environment.GetEnvironmentVariable(Renew) == "1")
            File.WriteAllText(path, made);

        var committed = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        (committed == made).Should().BeTrue($"{page} is made from the code; renew it with {Renew}=1 dotnet test tests/Tocsin.House.Tests --filter ReferencePages");
    }
}
