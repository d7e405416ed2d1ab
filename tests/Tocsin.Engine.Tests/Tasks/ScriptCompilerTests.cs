using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Tasks;

public sealed class ScriptCompilerTests
{
    private static readonly ScriptCompiler Compiler = new(() => Extensions.BuiltIn.Vocabulary);
    private static readonly Dictionary<string, ScriptVar> NoVars = [];

    [Theory]
    [InlineData("stream|from(", "line 1 char")]
    [InlineData("stream\n    |form()", "line 2 char")]
    [InlineData("stream|from().nonsense(1)", "nonsense")]
    [InlineData("var x = 1\nvar x = 2\nstream|from()", "line 2 char")]
    [InlineData("batch|query('select')|log()", "batch")]
    [InlineData("\0\u0001\uFFFF", "line 1 char 1")]
    [InlineData("'''", "line 1 char")]
    public void A_bad_script_is_refused_with_what_and_where(string script, string why)
    {
        var refusal = Compiler.Invoking(compiler => compiler.Compile(script, NoVars, isTemplate: false)).Should().Throw<DefinitionException>().Which;

        refusal.Message.Should().StartWith("invalid TICKscript: ").And.Contain(why);
        refusal.Refusal.Kind.Should().Be(RefusalKind.Invalid);
        refusal.Refusal.Script.Should().Be(script);
        refusal.Refusal.Diagnostics.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("stream|from()|sample(lambda: TRUE)", "sample takes an int or a duration, not a lambda")]
    [InlineData("stream|from()|default().field('x', lambda: TRUE)", "the default of field \"x\" is a float, int, string or bool, not a lambda")]
    [InlineData("stream|from()|groupBy(lambda: TRUE)", "a tag to group by is a string, not a lambda")]
    [InlineData("stream|from().groupBy(1.5)", "a tag to group by is a string, not the float 1.5")]
    [InlineData("stream|from()|groupBy(stream)", "a tag to group by is a string, not the node stream")]
    public void An_argument_is_told_in_the_words_of_the_language(string script, string why) =>
        Compiler.Invoking(compiler => compiler.Compile(script, NoVars, isTemplate: false)).Should().Throw<DefinitionException>().WithMessage($"*{why}*");

    [Fact]
    public void An_empty_script_is_refused() =>
        Compiler.Invoking(compiler => compiler.Compile("", NoVars, isTemplate: false)).Should().Throw<DefinitionException>().WithMessage("must provide TICKscript");

    [Fact]
    public void A_template_may_lack_values_that_a_task_must_have()
    {
        const string Script = "var m string\nstream|from().measurement(m)|log()";

        Compiler.Compile(Script, NoVars, isTemplate: true).Vars.Should().ContainSingle().Which.Name.Should().Be("m");
        Compiler.Invoking(compiler => compiler.Compile(Script, NoVars, isTemplate: false)).Should().Throw<DefinitionException>();
    }
}
