using Tocsin.Alerting.Definitions;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Checks;

/// <summary>Nodes that raise the same alerts on one topic are found: each would end what the other has open.</summary>
public sealed class SharedAlertTests
{
    private const string Cpu = "stream|from().measurement('cpu').groupBy('host')";
    private const string Alert = "|alert().crit(lambda: \"v\" > 1).topic('ops')";

    [Theory]
    [InlineData(Cpu + Alert, Cpu + "|where(lambda: \"v\" > 0)" + Alert)]
    [InlineData(Cpu + Alert + ".id('{{ .Name }} {{ index .Tags \"host\" }}')", Cpu + Alert + ".id('{{ .Name }} {{ index .Tags \"host\" }}')")]
    [InlineData(Cpu + Alert + ".id('{{ index .Tags \"host\" }}')", "stream|from().measurement('mem').groupBy('host')" + Alert + ".id('{{ index .Tags \"host\" }}')")]
    [InlineData(Cpu + "|groupBy()" + Alert + ".id('x')", "stream|from()" + Alert + ".id('x')")]
    [InlineData(Cpu + "|window().period(1m).every(1m)|mean('v').as('v')" + Alert, Cpu + Alert)]
    public async Task Of_two_tasks_both_are_warned(string first, string second)
    {
        await using var engine = await WithAsync(first, second);

        Warnings(engine, "first").Should().ContainSingle().Which.Should().StartWith("TS3810 alert: alert").And.Contain("of 'second' gives its alerts the same ids on the same topic");
        Warnings(engine, "second").Should().ContainSingle().Which.Should().Contain("of 'first' gives");
        await engine.Tasks.UpdateAsync("first", new TaskChange { IsEnabled = false });
        Warnings(engine, "second").Should().BeEmpty("it is the only one that runs");
    }

    [Theory]
    [InlineData(Cpu + Alert, "stream|from().measurement('mem').groupBy('host')" + Alert)]
    [InlineData(Cpu + Alert, Cpu + "|alert().crit(lambda: TRUE).topic('others')")]
    [InlineData(Cpu + Alert, "stream|from().measurement('cpu').groupBy('host', 'cpu')" + Alert)]
    [InlineData(Cpu + Alert, "stream|from().measurement('cpu').groupBy(*)" + Alert)]
    [InlineData(Cpu + Alert, "stream|from().groupBy('host')" + Alert)]
    [InlineData(Cpu + Alert, "stream|from().measurement('cpu').groupBy('host').where(lambda: \"host\" =~ /web/)" + Alert)]
    [InlineData(Cpu + Alert, Cpu + "|where(lambda: \"room\" != 'lab')" + Alert)]
    [InlineData(Cpu + Alert, Cpu + Alert + ".id('{{ .TaskName }} {{ .Group }}')")]
    [InlineData(Cpu + Alert + ".id('{{ .TaskName }} {{ .Group }}')", Cpu + Alert + ".id('{{ .TaskName }} {{ .Group }}')")]
    [InlineData(Cpu + Alert + ".id('{{ index .Fields \"id\" }}{{ .Group }}')", Cpu + Alert + ".id('{{ index .Fields \"id\" }}{{ .Group }}')")]
    [InlineData(Cpu + "|alert().crit(lambda: TRUE)", Cpu + "|alert().crit(lambda: TRUE)")]
    public async Task What_may_be_others_is_not_spoken_of(string first, string second)
    {
        await using var engine = await WithAsync(first, second);

        Warnings(engine, "first").Concat(Warnings(engine, "second")).Should().BeEmpty();
    }

    [Fact]
    public void Of_two_nodes_of_a_script_the_second_is_warned()
    {
        var graph = ScriptBinder.Bind(SyntaxTree.Parse(new SourceText($"var data = {Cpu}\ndata{Alert}\ndata{Alert}")), Extensions.BuiltIn.Vocabulary.Nodes).Graph!; // It binds.

        var warning = ScriptChecks.Of(graph, new Surroundings { Kinds = Extensions.BuiltIn.Kinds, Environment = static _ => null }).Should().ContainSingle().Subject;

        warning.Message.Should().Be("alert: alert2 gives its alerts the same ids on the same topic: each of the two ends what the other has open");
        warning.Hint.Should().StartWith("tell them apart in the id: .id('{{ .TaskName }}");
    }

    [Fact]
    public void Of_many_ways_that_data_comes_each_node_is_looked_at_once()
    {
        var script = new System.Text.StringBuilder($"var d0 = {Cpu}\n");
        for (var i = 0; i < 60; i++)
            script.Append(System.Globalization.CultureInfo.InvariantCulture, $"var a{i} = d{i}|log()\nvar b{i} = d{i}|log()\nvar d{i + 1} = a{i}|union(b{i})\n");
        script.Append($"d60{Alert}\nd60{Alert}\n");
        var graph = ScriptBinder.Bind(SyntaxTree.Parse(new SourceText(script.ToString())), Extensions.BuiltIn.Vocabulary.Nodes).Graph!; // It binds.

        ScriptChecks.Of(graph, new Surroundings { Kinds = Extensions.BuiltIn.Kinds, Environment = static _ => null }).Should().ContainSingle(found => found.Code == "TS3810");
    }

    private static async Task<AlertEngine> WithAsync(string first, string second)
    {
        var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        foreach (var (id, script) in new[] { ("first", first), ("second", second) })
            await engine.Tasks.CreateAsync(new TaskChange { Id = id, Dbrps = [new Dbrp("db", "rp")], Script = script, IsEnabled = true });
        return engine;
    }

    private static IEnumerable<string> Warnings(AlertEngine engine, string task) =>
        engine.Checks.DeliveryOf(engine.Tasks.Find(task)!).Where(found => found.Code == "TS3810").Select(found => $"{found.Code} {found.Message}"); // It was made.
}
