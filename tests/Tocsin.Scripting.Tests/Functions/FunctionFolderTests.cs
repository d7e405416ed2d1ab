using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Scripting.Tests.Functions;

/// <summary>Functions of tasks that are C# scripts.</summary>
public sealed class FunctionFolderTests
{
    private const string Sum = """
        [PipelineFunction("tally")]
        class Sum(Sum.Options options) : IStreamFunction
        {
            double _sum;

            public void OnPoint(PointView point, PointOutput output)
            {
                _sum += point["v"].Number * options.Factor;
                output.Change(point).Set("sum", _sum).Emit();
            }

            [FunctionOptions]
            public class Options
            {
                public double Factor { get; init; } = 1;
            }
        }
        """;

    [Fact]
    public async Task A_static_method_of_a_file_is_a_function_of_lambdas()
    {
        await using var rig = await FunctionRig.StartAsync(("hot.csx", Hot(30)));

        await rig.Define("stream|from()|alert().crit(lambda: hot(\"v\"))");
        await rig.Write("m v=20 1\nm v=31 2");

        rig.Errors.Should().BeEmpty();
        rig.Raised.Should().ContainSingle().Which.Level.Should().Be(AlertLevel.Critical);
    }

    [Fact]
    public async Task A_class_of_a_file_is_a_node_with_options_and_state_for_each_group()
    {
        await using var rig = await FunctionRig.StartAsync(("tally.csx", Sum));

        await rig.Define("stream|from().groupBy('h')@tally().factor(2.0)|alert().id('{{ .Group }}').crit(lambda: \"sum\" > 10.0)");
        await rig.Write("m,h=a v=3 1\nm,h=b v=3 1\nm,h=a v=3 2");

        rig.Raised.Should().ContainSingle().Which.Id.Should().Be("h=a");
    }

    [Fact]
    public async Task A_file_that_does_not_compile_is_told_to_who_uses_a_function_that_is_not_there()
    {
        await using var rig = await FunctionRig.StartAsync(("tally.csx", "[PipelineFunction(\"tally\")]\nclass Sum : INope {}"));

        var define = () => rig.Define("stream|from()@tally()|log()");

        var error = $"{rig.File("tally.csx", "x")}:2:13: error CS0246: The type or namespace name 'INope' could not be found (are you missing a using directive or an assembly reference?)";
        rig.Errors.Should().Equal(error);
        (await define.Should().ThrowAsync<DefinitionException>()).Which.Message.Should().Contain("no user-defined function \"tally\"").And.EndWith(error);
    }

    [Fact]
    public async Task A_file_without_a_function_and_one_with_a_name_that_is_taken_are_told()
    {
        await using var rig = await FunctionRig.StartAsync(("a.csx", "int x = 1;"), ("b.csx", Hot(1)), ("c.csx", Hot(2)));

        rig.Errors.Should().HaveCount(2);
        rig.Errors[0].Should().Match("*a.csx: there is no function in it*");
        rig.Errors[1].Should().Match("function 'hot' of '*c.csx' has the name of one that '*b.csx' already provides*");
    }

    [Fact]
    public async Task An_edit_starts_the_tasks_anew_that_use_it_and_no_others_and_alerts_go_on_where_they_were()
    {
        await using var rig = await FunctionRig.StartAsync(("hot.csx", Hot(30)), ("tally.csx", Sum));
        await rig.Define("stream|from()|alert().id('x').topic('hot').crit(lambda: hot(\"v\"))");
        await rig.Define("stream|from()@tally()|log()", "other");
        await rig.Write("m v=35 1");
        var (before, task, other) = (rig.Function("hot"), rig.Engine.Running.Find("t"), rig.Engine.Running.Find("other"));

        rig.File("hot.csx", Hot(400));
        rig.Notice();
        await rig.Changed(before);
        await Until.True(() => rig.Engine.Running.Find("t") is { } running && running != task);
        await rig.Write("m v=35 2");

        rig.Raised.Select(raised => raised.Level).Should().Equal([AlertLevel.Critical, AlertLevel.Ok], "the task knows what the topic knows");
        rig.Engine.Running.Find("other").Should().BeSameAs(other);
    }

    [Fact]
    public async Task An_edit_that_does_not_compile_leaves_the_version_before_in_force()
    {
        await using var rig = await FunctionRig.StartAsync(("hot.csx", Hot(30)));
        await rig.Define("stream|from()|alert().crit(lambda: hot(\"v\"))");
        var (before, task) = (rig.Function("hot"), rig.Engine.Running.Find("t"));

        var file = rig.File("hot.csx", "nope");
        rig.Notice();
        await Until.True(() => rig.Engine.Extensions.Current.FunctionErrors.Count > 0);
        await rig.Write("m v=31 1");

        rig.Engine.Extensions.Current.FunctionErrors.Should().Equal($"{file}:1:1: error CS0103: The name 'nope' does not exist in the current context");
        rig.Function("hot").Should().BeSameAs(before);
        rig.Engine.Running.Find("t").Should().BeSameAs(task);
        rig.Raised.Should().ContainSingle();
    }

    [Fact]
    public async Task A_file_that_comes_later_is_taken_up_by_the_tasks_that_miss_it()
    {
        await using var rig = await FunctionRig.StartAsync();
        await rig.Define("stream|from()|alert().crit(lambda: hot(\"v\"))");
        var task = rig.Engine.Running.Find("t");

        rig.File("hot.csx", Hot(30));
        rig.Notice();
        await Until.True(() => rig.Engine.Running.Find("t") is { } running && running != task);
        await rig.Write("m v=31 1");

        rig.Raised.Should().ContainSingle();
    }

    private static string Hot(int limit) => $"[LambdaFunction(\"hot\")]\nstatic bool Hot(double value) => value > {limit};";
}
