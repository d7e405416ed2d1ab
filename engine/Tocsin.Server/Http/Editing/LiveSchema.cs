using Tocsin.Dsl.Data.Schemas;
using Tocsin.Pipelines.Data;
using Tocsin.Server.Lsp.Schemas;

namespace Tocsin.Server.Http.Editing;

/// <summary>The data of this server.</summary>
internal sealed class LiveSchema(SeriesTable series) : ISchemaSource
{
    public string Name => "this server";

    public ValueTask<DataSchema?> FindAsync(string prefix, int limit, CancellationToken cancellationToken) => ValueTask.FromResult<DataSchema?>(series.SchemaOf(prefix, limit));
}
