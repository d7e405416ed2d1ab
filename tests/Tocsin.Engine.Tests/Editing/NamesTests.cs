using Tocsin.Dsl.Editing;
using Tocsin.Dsl.Editing.Names;

namespace Tocsin.Engine.Tests.Editing;

public sealed class NamesTests
{
    private const string Text = "var limit = 5\r\nvar data = stream|from()\r\ndata|where(lambda: \"limit\" > li‸mit)|log()\r\n";

    [Fact]
    public void A_variable_is_found_where_it_is_declared()
    {
        var (script, offset) = Edited.At(Text);
        var span = ScriptNames.DefinitionOf(script, offset);
        (span!.Value.Start, span.Value.Length).Should().Be((4, 5));
    }

    [Fact]
    public void All_its_places_are_found_and_no_field_of_the_name()
    {
        var (script, offset) = Edited.At(Text);
        ScriptNames.ReferencesTo(script, offset).Should().HaveCount(2);
        ScriptNames.ReferencesTo(script, offset, withDeclaration: false).Should().ContainSingle();
    }

    [Fact]
    public void Another_name_is_written_everywhere()
    {
        var (script, offset) = Edited.At(Text);
        var edits = ScriptNames.Rename(script, offset, "most", out var problem);
        problem.Should().BeEmpty();
        TextEdit.Apply(script.Text, edits).Should().Be("var most = 5\r\nvar data = stream|from()\r\ndata|where(lambda: \"limit\" > most)|log()\r\n");
    }

    [Theory]
    [InlineData("data", "has a variable 'data' already")]
    [InlineData("stream", "has a meaning already")]
    [InlineData("TRUE", "cannot be the name")]
    [InlineData("a b", "cannot be the name")]
    [InlineData("", "cannot be the name")]
    [InlineData("1x", "cannot be the name")]
    [InlineData("x // y", "cannot be the name")]
    public void A_name_that_cannot_be_is_refused(string name, string why)
    {
        var (script, offset) = Edited.At(Text);
        ScriptNames.Rename(script, offset, name, out var problem).Should().BeEmpty();
        problem.Should().Contain(why);
    }

    [Theory]
    [InlineData("stream|fr‸om()")]
    [InlineData("var x = 'te‸xt'")]
    [InlineData("‸")]
    public void Other_names_are_not_changed(string text)
    {
        var (script, offset) = Edited.At(text);
        ScriptNames.RenamedAt(script, offset).Should().BeNull();
    }

    [Fact]
    public void A_use_above_the_declaration_belongs_to_it()
    {
        var (script, offset) = Edited.At("stream|from()|where(lambda: \"v\" > li‸mit)\nvar limit = 5");
        ScriptNames.ReferencesTo(script, offset).Should().HaveCount(2);
    }
}
