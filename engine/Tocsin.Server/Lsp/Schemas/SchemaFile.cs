using Tocsin.Dsl.Data.Schemas;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Lsp.Schemas;

/// <summary>Reads a schema from a file: <c>schema.json</c> as the server answers it, or points as line protocol.</summary>
internal static class SchemaFile
{
    /// <exception cref="FileException">The file cannot be read, or is something else.</exception>
    public static DataSchema Read(string path)
    {
        var text = TextFile.Read(path);
        if (!Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase))
        {
            var schema = LineSchema.Read(text, out var errors);
            return errors.Count == 0 ? schema : throw new FileException($"{path}:{errors[0].Line}: {errors[0].Reason}: a schema is a file of points as line protocol, or a *.json as GET /tocsin/v1/schema answers it");
        }

        try
        {
            return SchemaJson.Read(text);
        }
        catch (FormatException problem)
        {
            throw new FileException($"{path}: {problem.Message}");
        }
    }
}
