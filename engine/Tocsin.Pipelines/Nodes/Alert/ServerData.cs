using Tocsin.Dsl.Templates;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>The server as templates name it.</summary>
internal sealed class ServerData(ServerIdentity identity) : TemplateData
{
    public override TemplateShape Shape => AlertShapes.Server;

    public override TemplateValue Field(int index) => index switch
    {
        0 => identity.Hostname,
        1 => identity.ClusterId,
        _ => identity.ServerId,
    };
}
