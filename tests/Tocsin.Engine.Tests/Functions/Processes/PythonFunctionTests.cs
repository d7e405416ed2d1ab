using Tocsin.Pipelines.Functions.Processes;

namespace Tocsin.Engine.Tests.Functions.Processes;

/// <summary>The functions of <c>examples/udf/python</c>, with a library written to the published protocol.</summary>
public sealed class PythonFunctionTests
{
    [ProgramFact("python3", "apt-get install python3")]
    public async Task Moving_average_of_each_group_is_kept_over_a_restart()
    {
        await using var rig = await FunctionRig.StartAsync(Python("moving_average.py"));
        await rig.Define("stream|from().measurement('m').groupBy('h')@f().field('v').size(2).as('n')" + FunctionRig.Tells);
        await rig.Write("m,h=a v=1 1", "m,h=b v=10i 1", "m,h=a v=2,flag=true,text=\"x\" 2");
        await rig.WhenRaised("1 1", "10 10", "2 1.5");

        await rig.RestartAsync();
        await rig.Write("m,h=a v=4 3");

        await rig.WhenRaised("1 1", "10 10", "2 1.5", "4 3");
    }

    [ProgramFact("python3", "apt-get install python3")]
    public async Task Range_of_batches_is_a_batch()
    {
        await using var rig = await FunctionRig.StartAsync(Python("batch_range.py"));
        await rig.Define(
            "stream|from().measurement('m').groupBy('h')|window().periodCount(3).everyCount(3)@f().field('v')" +
            "|alert().id('x').message('{{ .Group }} {{ index .Fields \"low\" }} {{ index .Fields \"high\" }}').crit(lambda: TRUE)");

        await rig.Write("m,h=a v=3 1", "m,h=a v=-1 2", "m,h=a v=2 3");

        await rig.WhenRaised("h=a -1 3");
    }

    [ProgramFact("python3", "apt-get install python3")]
    public async Task Refusal_of_options_is_in_the_words_of_the_function()
    {
        await using var rig = await FunctionRig.StartAsync(Python("moving_average.py"));

        var define = () => rig.Define("stream|from().measurement('m')@f().size(2)|log()");

        (await define.Should().ThrowAsync<Tocsin.Pipelines.Tasks.DefinitionException>()).Which.Message.Should()
            .Contain("it refuses its options: write .field('name'): the field to average");
    }

    private static ProcessFunctionOptions Python(string script) => new()
    {
        Prog = "python3",
        Args = ["-u", Path.Combine(AppContext.BaseDirectory, "../../../../../examples/udf/python", script)],
        Timeout = TimeSpan.FromDays(1),
    };
}
