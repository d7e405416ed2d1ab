using Tocsin.Dsl.Data.Schemas;

namespace Tocsin.Server.Lsp.Schemas;

/// <summary>A schema that does not change while an editor is open: of a file, or none.</summary>
internal sealed class FixedSchema(DataSchema? schema, string name) : ISchemaSource
{
    public static readonly FixedSchema None = new(null, "");

    public string Name => name;

    // All of it: it is in memory, and what is whole stays whole.
    public ValueTask<DataSchema?> FindAsync(string prefix, int limit, CancellationToken cancellationToken) => ValueTask.FromResult(schema);
}
