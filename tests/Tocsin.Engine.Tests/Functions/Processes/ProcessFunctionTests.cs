using Tocsin.Alerting.Configuration;
using Tocsin.Pipelines.Functions.Processes;

namespace Tocsin.Engine.Tests.Functions.Processes;

/// <summary>Functions of other processes with a real program: what scripts give them and what comes back.</summary>
public sealed class ProcessFunctionTests
{
    private const string Script = "stream|from().measurement('m').groupBy('h')@f()" + FunctionRig.Tells;

    [Fact]
    public async Task Points_come_back_in_their_order_with_what_the_function_adds()
    {
        await using var rig = await FunctionRig.StartAsync("echo");
        await rig.Define(Script);

        await rig.Write("m,h=a v=1 1", "m,h=b v=2 2", "m,h=a v=3 3");

        await rig.WhenRaised("1 1", "2 2", "3 3");
    }

    [Fact]
    public async Task Tags_groups_databases_and_every_type_of_field_survive_the_way()
    {
        await using var rig = await FunctionRig.StartAsync("echo");
        await rig.Define(
            "stream|from().measurement('m').groupBy('h')@f()|alert().id('{{ .Group }}')" +
            ".message('{{ .Name }} {{ .TaskName }} {{ index .Tags \"h\" }} {{ index .Tags \"x\" }} {{ index .Fields \"f\" }} {{ index .Fields \"i\" }} {{ index .Fields \"b\" }} {{ index .Fields \"s\" }}')" +
            ".crit(lambda: \"f\" == 1.5 AND \"i\" == -2 AND \"b\" AND \"s\" == 'ü')");

        await rig.Write("m,h=a,x=y f=1.5,i=-2i,b=true,s=\"ü\" 1");

        await rig.WhenRaised("m t a y 1.5 -2 true ü");
    }

    [Fact]
    public async Task Options_arrive_with_their_types_in_the_order_of_the_script()
    {
        await using var rig = await FunctionRig.StartAsync("echo");
        await rig.Define(
            "stream|from().measurement('m')@f().text('a').mixed(TRUE, 3, 2.5, 1m).text('b')|alert().id('x').message('{{ index .Fields \"options\" }}').crit(lambda: TRUE)");

        await rig.Write("m v=1 1");

        await rig.WhenRaised("text(a)mixed(True 3 2.5 60000000000ns)text(b)");
    }

    [Theory]
    [InlineData("@f().text(1)", "text must be a string, not *")]
    [InlineData("@f().text()", "text takes 1 argument, but got 0")]
    [InlineData("@f().mixed(TRUE, 3.0, 2.5, 1m)", "argument 2 of mixed must be an int, not *")]
    [InlineData("@f().nope('a')", "no node or property \"nope\" on f")]
    public async Task Wrong_options_are_refused_when_the_task_is_defined(string use, string message)
    {
        await using var rig = await FunctionRig.StartAsync("echo");

        var define = () => rig.Define($"stream|from().measurement('m'){use}|log()");

        (await define.Should().ThrowAsync<Tocsin.Pipelines.Tasks.DefinitionException>()).Which.Message.Should().Match($"*{message}*");
    }

    [Fact]
    public async Task Function_that_refuses_its_options_keeps_the_task_from_starting()
    {
        await using var rig = await FunctionRig.StartAsync("refuse");

        var define = () => rig.Define(Script);

        var refusal = (await define.Should().ThrowAsync<Tocsin.Pipelines.Tasks.DefinitionException>()).Which.Refusal;
        refusal.Kind.Should().Be(RefusalKind.Invalid);
        refusal.Message.Should().Match("f2: function '@f' of the section udf: it refuses its options: no such␛[31m␊ thing*");
        rig.Engine.Tasks.Find("t")!.Error.Should().Be(refusal.Message); // It is defined.
    }

    [Fact]
    public async Task Batches_come_back_whole()
    {
        await using var rig = await FunctionRig.StartAsync("batch");
        await rig.Define("stream|from().measurement('m').groupBy('h')|window().periodCount(2).everyCount(2)@f()|sum('n').as('n')|alert().id('x').message('{{ index .Tags \"h\" }} {{ index .Fields \"n\" }}').crit(lambda: TRUE)");

        await rig.Write("m,h=a v=1 1", "m,h=a v=2 2", "m,h=b v=1 1", "m,h=b v=2 2");

        await rig.WhenRaised("a 3", "b 7");
    }

    [Fact]
    public async Task Function_may_make_points_of_batches()
    {
        await using var rig = await FunctionRig.StartAsync("batch-to-stream");
        await rig.Define("stream|from().measurement('m')|window().periodCount(2).everyCount(2)@f()" + FunctionRig.Tells);

        await rig.Write("m v=1 1", "m v=2 2");

        await rig.WhenRaised("1 1", "2 2");
    }

    [Fact]
    public async Task Function_may_have_the_name_of_a_node()
    {
        await using var rig = await FunctionRig.StartAsync("average");
        await rig.Functions.AdoptAsync(new UdfOptions { Functions = new Dictionary<string, ProcessFunctionOptions> { ["movingAverage"] = FunctionRig.Fixture("average") } });
        await rig.Define("stream|from().measurement('m')@movingAverage().field('v').size(2).as('n')" + FunctionRig.Tells);

        await rig.Write("m v=1 1", "m v=2 2", "m v=4 3");

        await rig.WhenRaised("1 1", "2 1.5", "4 3");
    }

    [Fact]
    public async Task Task_that_stops_takes_what_the_function_still_has_to_say()
    {
        await using var rig = await FunctionRig.StartAsync("last-words");
        await rig.Define("stream|from().measurement('m')@f()|alert().id('x').message('{{ index .Fields \"last\" }}').crit(lambda: isPresent(\"last\"))");
        await rig.Write("m v=1 1");

        await rig.Engine.Tasks.UpdateAsync("t", new Tocsin.Pipelines.Tasks.TaskChange { IsEnabled = false });

        rig.Raised.Should().Equal("words");
    }

    [Fact]
    public async Task Ten_thousand_points_pass_without_waiting_for_each_other()
    {
        await using var rig = await FunctionRig.StartAsync(FunctionRig.Fixture("echo") with { Buffer = 50 });
        await rig.Define("stream|from().measurement('m')@f()|alert().id('x').crit(lambda: \"n\" == 10000 AND \"v\" == 10000.0)");

        for (var i = 0; i < 10; i++)
            await rig.Write([.. Enumerable.Range((i * 1000) + 1, 1000).Select(n => $"m v={n} {n}")]);

        await Until.True(() => rig.Raised.Count == 1);
        rig.Failure.Should().BeEmpty();
    }

    [Fact]
    public async Task Function_on_a_socket_serves_every_use_of_it()
    {
        using var folder = new TempFolder();
        using var server = Listener.Start(folder.Of("f.sock"), "echo");
        await server.WhenListening();
        await using var rig = await FunctionRig.StartAsync(new ProcessFunctionOptions { Socket = folder.Of("f.sock") });
        await rig.Define(Script);
        await rig.Define(Script, "other");

        await rig.Write("m,h=a v=1 1");

        await rig.WhenRaised("1 1", "1 1");
    }

    [Fact]
    public async Task Lines_that_the_function_writes_to_its_standard_error_go_to_the_log()
    {
        await using var rig = await FunctionRig.StartAsync("echo");
        await rig.Define(Script);

        await Until.True(() => rig.Logged.Any(line => line.StartsWith("serves t f2 task=t node=f2", StringComparison.Ordinal)));
    }
}
