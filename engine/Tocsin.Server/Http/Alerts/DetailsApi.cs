using System.Net.Mime;
using System.Text;
using Tocsin.Alerting.Hosting;

namespace Tocsin.Server.Http.Alerts;

/// <summary>
/// <c>/tocsin/v1/alerts/details</c>: the long text of an alert as the HTML it is, for a frame. Who wrote it may have meant harm: it runs no scripts, loads
/// nothing and belongs to no origin.
/// </summary>
internal sealed class DetailsApi(AlertSystem alerts)
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

    private static readonly string[] QueryNames = ["topic", "id"];

    private readonly AlertFinder _finder = new(alerts);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/alerts/details", ShowAsync);

    private Task ShowAsync(HttpContext context)
    {
        var query = context.Request.Query;
        AlertParameters.RefuseUnknown(query.Keys, QueryNames, "parameter");
        var alert = _finder.Find(query["topic"].ToString(), query["id"].ToString());
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        return ApiAnswer.WrittenAsync(context, buffer => Encoding.UTF8.GetBytes(alert.State.Details, buffer), contentType: $"{MediaTypeNames.Text.Html}; charset=utf-8");
    }
}
