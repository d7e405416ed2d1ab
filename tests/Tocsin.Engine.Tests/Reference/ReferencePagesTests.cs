using System.Runtime.CompilerServices;
using Tocsin.Dsl.Binding.Reference;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Lambda.Reference;
using Tocsin.Engine.Nodes;
using Tocsin.Engine.Plugins;

namespace Tocsin.Engine.Tests.Reference;

public sealed class ReferencePagesTests
{
    private const string Renew = "TOCSIN_WRITE_DOCS";

    [Fact]
    public void The_page_of_nodes_is_what_their_comments_say() =>
        Check("nodes.md", NodeReference.Write(NodeCatalogs.With(HandlerKinds.BuiltIn)));

    [Fact]
    public void The_page_of_functions_is_what_they_say_of_themselves() =>
        Check("functions.md", FunctionReference.Write(FunctionCatalog.Default));

    [Fact]
    public void Every_node_and_every_property_has_a_meaning()
    {
        var nodes = NodeCatalogs.With(HandlerKinds.BuiltIn).Nodes.Where(n => n.InScript).ToList();

        nodes.Where(n => n.Summary.Length == 0).Select(n => n.Name).Should().BeEmpty();
        nodes.SelectMany(n => n.Members.Members.Where(m => m.Result is null && m.Summary.Length == 0).Select(m => $"{n.Name}.{m.Name}")).Should().BeEmpty();
    }

    private static void Check(string name, string made)
    {
        var path = Path.Combine(DocsFolder(), name);
        if (Environment.GetEnvironmentVariable(Renew) == "1")
            File.WriteAllText(path, made);

        var committed = File.Exists(path) ? File.ReadAllText(path).Replace("\r\n", "\n") : "";
        committed.Should().Be(made, $"docs/{name} is made from the code; renew it with {Renew}=1 dotnet test tests/Tocsin.Engine.Tests --filter ReferencePages");
    }

    private static string DocsFolder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs")); // A file has a folder.
}
