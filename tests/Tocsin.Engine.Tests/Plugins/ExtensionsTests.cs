using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Functions;
using Tocsin.Sdk.Functions;

namespace Tocsin.Engine.Tests.Plugins;

public sealed class ExtensionsTests
{
    private const string Taken = "function 'hot' of 'b.csx' has the name of one that 'a.csx' already provides: rename one of them";

    [Fact]
    public void What_scripts_can_say_is_made_once_of_all_that_is_in_force()
    {
        var extensions = Extensions.BuiltIn.WithFunctions([], Hot("a.csx"), []);

        extensions.Vocabulary.Should().BeSameAs(extensions.Vocabulary);
        Problems(extensions, "stream|from()|alert().crit(lambda: hot(\"v\")).post('http://localhost')").Should().BeEmpty();
        Problems(Extensions.BuiltIn, "stream|from()|alert().crit(lambda: hot(\"v\"))").Should().ContainSingle();
    }

    [Fact]
    public void Function_whose_name_is_taken_waits_until_it_is_free()
    {
        var (first, second) = (Hot("a.csx"), Hot("b.csx"));

        var both = Extensions.BuiltIn.WithFunctions([], first, []).WithFunctions([], second, []);

        both.Functions.All.Should().Equal(first);
        both.Functions.Waiting.Should().Equal(second);
        both.FunctionErrors.Should().Equal(Taken);
        both.WithFunctions(first, [], []).Functions.All.Should().Equal(second);
        both.WithFunctions(first, [], []).FunctionErrors.Should().BeEmpty();
        both.WithFunctions(second, [], []).Functions.Waiting.Should().BeEmpty();
    }

    [Fact]
    public void Another_version_keeps_its_name_from_one_that_waits()
    {
        var (old, waiting, now) = (Hot("a.csx"), Hot("b.csx"), Hot("a.csx"));

        var extensions = Extensions.BuiltIn.WithFunctions([], old, []).WithFunctions([], waiting, []).WithFunctions(old, now, []);

        extensions.Functions.All.Should().Equal(now);
        extensions.FunctionErrors.Should().Equal(Taken);
    }

    [Fact]
    public void What_is_wrong_with_files_is_told_with_what_waits_and_to_scripts()
    {
        var extensions = Extensions.BuiltIn.WithFunctions([], Hot("a.csx"), []).WithFunctions([], Hot("b.csx"), ["c.csx:1:1: error"]);

        extensions.FunctionErrors.Should().Equal("c.csx:1:1: error", Taken);
        extensions.Vocabulary.Problems.Should().Equal(extensions.FunctionErrors);
    }

    [Fact]
    public void Plugins_take_the_place_of_those_before_and_leave_functions_of_files_alone()
    {
        var (file, plugin) = (Hot("a.csx"), Hot("acme"));
        var load = new PluginLoad { Id = "acme", Folder = "plugins/acme", Contributions = new PluginContributions { Functions = plugin } };

        var both = Extensions.BuiltIn.WithFunctions([], file, []).WithPlugins([load]);

        both.Functions.All.Should().Equal(file);
        both.Functions.Waiting.Should().Equal(plugin);
        both.WithFunctions(file, [], []).Functions.All.Should().Equal(plugin);
        both.WithPlugins([]).Functions.Should().Match<FunctionSet>(functions => functions.All.SequenceEqual(file) && functions.Waiting.Count == 0);
        both.WithPlugins([]).Plugins.Should().BeEmpty();
    }

    private static IReadOnlyList<UserFunction> Hot(string origin) => FoundFunctions.FromTypes([typeof(Heat)], origin).Functions;

    private static IEnumerable<Diagnostic> Problems(Extensions extensions, string script) =>
        extensions.Vocabulary.Bind(SyntaxTree.Parse(new SourceText(script)), new Dictionary<string, Dsl.Binding.ScriptVar>(), isTemplate: false).Diagnostics;

    private static class Heat
    {
        [LambdaFunction("hot")]
        public static bool Hot(double value) => value > 30;
    }
}
