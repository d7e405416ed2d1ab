using Tocsin.Dsl.Data.Schemas;
using Tocsin.Dsl.Editing;
using Tocsin.Engine.Plugins;

namespace Tocsin.Engine.Tests.Editing;

/// <summary>Scripts in an editor; <c>‸</c> is the cursor.</summary>
internal static class Edited
{
    public const char Cursor = '‸';

    public static EditorLanguage Language { get; } = Of(Extensions.BuiltIn);

    public static EditedScript Script(string text, DataSchema? schema = null) => new(text, schema is null ? Language : Language with { Schema = schema });

    public static (EditedScript Script, int Offset) At(string text, DataSchema? schema = null)
    {
        var offset = text.IndexOf(Cursor, StringComparison.Ordinal);
        offset.Should().BeGreaterThanOrEqualTo(0, "the text has a cursor");
        return (Script(text.Remove(offset, 1), schema), offset);
    }

    private static EditorLanguage Of(Extensions extensions) => new() { Nodes = extensions.Vocabulary.Nodes, Functions = extensions.Vocabulary.Lambdas };
}
