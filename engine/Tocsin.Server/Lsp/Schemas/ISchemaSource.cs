using Tocsin.Dsl.Data.Schemas;

namespace Tocsin.Server.Lsp.Schemas;

/// <summary>Knows which data there is. Asked by the begin of names, so that many measurements cost nothing.</summary>
internal interface ISchemaSource
{
    /// <summary>Who knows it, for people; empty for nobody.</summary>
    string Name { get; }

    /// <summary>The measurements whose names begin so; null when nobody knows, or does not answer.</summary>
    ValueTask<DataSchema?> FindAsync(string prefix, int limit, CancellationToken cancellationToken);
}
