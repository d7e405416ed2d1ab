using System.Globalization;
using Tocsin.Dsl.Data.Schemas;
using Tocsin.Pipelines.Data;

namespace Tocsin.Server.Http.Editing;

/// <summary><c>/tocsin/v1/schema?prefix=&amp;limit=</c>: measurements with their tags and fields, as their points came to this server.</summary>
internal sealed class SchemaApi(SeriesTable series)
{
    private const int Usual = 200;
    private const int Most = 1000;

    private static readonly string[] QueryNames = ["prefix", "limit"];

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/schema", ShowAsync);

    private Task ShowAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query.Keys.FirstOrDefault(name => !QueryNames.Contains(name)) is { } unknown)
            throw ApiException.BadRequest($"there is no parameter '{unknown}'{Alerting.Configuration.NameHint.Of(unknown, QueryNames)}");
        var limit = Usual;
        if (query["limit"].ToString() is { Length: > 0 } text && (!int.TryParse(text, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
            throw ApiException.BadRequest($"limit is a number from 1 to {Most}, not '{text}'");
        var schema = series.SchemaOf(query["prefix"].ToString(), limit);
        return ApiAnswer.JsonAsync(context, writer => SchemaJson.Write(writer, schema));
    }
}
