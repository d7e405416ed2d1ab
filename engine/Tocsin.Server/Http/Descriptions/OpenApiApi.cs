using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Http.Descriptions;

/// <summary><c>/tocsin/v1/openapi.json</c>: what the API is, for programs that make clients and pages of it.</summary>
internal sealed class OpenApiApi
{
    // Few ever ask.
    private readonly Lazy<JsonObject> _document = new(() => OpenApiDocument.Make(ShapeBook.Load()));

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/openapi.json", context => ApiAnswer.JsonAsync(context, (Utf8JsonWriter writer) => _document.Value.WriteTo(writer)));
}
