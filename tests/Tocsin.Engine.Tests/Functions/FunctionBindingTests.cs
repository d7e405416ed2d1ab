using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk.Functions;

namespace Tocsin.Engine.Tests.Functions;

public class FunctionBindingTests
{
    [Theory]
    [InlineData("stream|from()@smooht().factor(0.5)|log()", "no user-defined function \"smooht\" for from at line 1 char 15 *did you mean @smooth(…)? there are @gather, @pass, @size, @smooth*")]
    [InlineData("stream|from()@smooth().factr(0.5)|log()", "*no node or property \"factr\" on smooth at line 1 char 24 *did you mean .factor(…)?*")]
    [InlineData("stream|from()@smooth()|log()", "*smooth: the property factor is not set at line 1 char 15 *write @smooth().factor(…)*")]
    [InlineData("stream|from()@smooth().factor(1)|log()", "*factor must be a float, not the int 1 at line 1 char 24 *write 1.0*")]
    [InlineData("stream|from()@smooth().factor(7.0)|log()", "*factor: option 'factor': 7 is not above 0 and at most 1 at line 1 char 24*")]
    [InlineData("stream|from()@smooth().factor(0.5).resetAfter('x')|log()", "*resetAfter must be a duration, not the string 'x'*")]
    [InlineData("stream|from()|smooth().factor(0.5)|log()", "*|smooth on from: smooth is a user-defined function at line 1 char 15 *use the '@' operator: @smooth(…)*")]
    [InlineData("stream|from()@size()|log()", "*size takes batches, but from provides points*")]
    [InlineData("stream|from()|window().every(1m).period(1m)@gather()|log()", "*gather takes points, but window provides batches*")]
    [InlineData("stream@pass()|log()", "*pass cannot follow stream *choose the points first: stream|from()@pass(…)*")]
    public void Mistake_is_told_at_its_place_with_the_way_out(string script, string error)
    {
        var bind = () => Functions.Bind(script);

        bind.Should().Throw<DefinitionException>().Which.Message.Should().Match("invalid TICKscript: " + error);
    }

    [Fact]
    public void Without_functions_that_is_said()
    {
        var bind = () => Functions.Bind("stream|from()@smooth()|log()", FunctionSet.Empty);

        bind.Should().Throw<DefinitionException>().Which.Message.Should().EndWith("(there are no functions for '@': plugins and scripts bring some, and those of other processes stand in the section 'udf' of the configuration)");
    }

    [Theory]
    [InlineData("stream|from()@smooth().factor(0.5).field('x').resetAfter(10m).quiet()|log()")]
    [InlineData("stream|from()|window().every(1m).period(1m)@smooth().factor(0.5)@size()|where(lambda: \"n\" > 1)@gather()@size()|log()")]
    public void Function_stands_where_its_edges_fit(string script) =>
        Functions.Bind(script).Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Should().BeEmpty();

    [Theory]
    [InlineData(typeof(TakesNothing), "*TakesNothing is marked [PipelineFunction] and implements none of IStreamFunction, *")]
    [InlineData(typeof(TakesTooMuch), "*TakesTooMuch implements IStreamFunction and IStreamToBatchFunction: a function implements one of them*")]
    [InlineData(typeof(AsksTooMuch), "*the constructor of *AsksTooMuch asks for 'http' of type HttpClient, which it is not given: it may ask for one class marked [FunctionOptions], FunctionContext, TimeProvider")]
    [InlineData(typeof(IsLoud), "*IsLoud: 'Loud' isn't a name that scripts can write: use a small letter*")]
    [InlineData(typeof(IsAbstract), "*IsAbstract is marked [PipelineFunction] and must be a class that can be made*")]
    public void Class_that_cannot_be_a_function_is_refused(Type type, string error) =>
        Functions.Find(type).Errors.Should().ContainSingle().Which.Should().Match(error);

    [Fact]
    public void Name_of_a_node_is_refused()
    {
        FunctionSet.Empty.TryAdd(Functions.Find(typeof(Window)).Functions.Single(), out _, out var error).Should().BeFalse();

        error.Should().Be("function '@window' of 'acme' has the name of the built-in node '|window': choose another");
    }

    [PipelineFunction("nothing")]
    private sealed class TakesNothing;

    [PipelineFunction("much")]
    private sealed class TakesTooMuch : IStreamFunction, IStreamToBatchFunction
    {
        public void OnPoint(PointView point, PointOutput output) => output.Emit(point);

        public void OnPoint(PointView point, BatchOutput output) => output.Emit(point);
    }

    [PipelineFunction("asks")]
    private sealed class AsksTooMuch(HttpClient http) : IStreamFunction
    {
        public void OnPoint(PointView point, PointOutput output) => http.CancelPendingRequests();
    }

    [PipelineFunction("Loud")]
    private sealed class IsLoud : IStreamFunction
    {
        public void OnPoint(PointView point, PointOutput output) => output.Emit(point);
    }

    [PipelineFunction("half")]
    private abstract class IsAbstract : IStreamFunction
    {
        public abstract void OnPoint(PointView point, PointOutput output);
    }

    [PipelineFunction("window")]
    private sealed class Window : IStreamFunction
    {
        public void OnPoint(PointView point, PointOutput output) => output.Emit(point);
    }
}
