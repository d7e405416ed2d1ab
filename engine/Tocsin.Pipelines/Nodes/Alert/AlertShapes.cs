using Tocsin.Dsl.Templates;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>Which names the three texts of an alert know. Each knows those of the one before, at the same index.</summary>
internal static class AlertShapes
{
    public static readonly TemplateShape Server = new("serverInfo", "Hostname", "ClusterID", "ServerID");

    public static readonly TemplateShape Id = new("idInfo", "Name", "TaskName", "Group", "Tags", "ServerInfo");

    public static readonly TemplateShape Message =
        new("messageInfo", "Name", "TaskName", "Group", "Tags", "ServerInfo", "ID", "Fields", "Level", "Time", "Duration");

    public static readonly TemplateShape Details =
        new("detailsInfo", "Name", "TaskName", "Group", "Tags", "ServerInfo", "ID", "Fields", "Level", "Time", "Duration", "Message");

    public static readonly TemplateOptions IdOptions = new() { Shape = Id };

    public static readonly TemplateOptions MessageOptions = new() { Shape = Message };

    public static readonly TemplateOptions DetailsOptions = new() { Shape = Details, IsHtml = true, HasJson = true };
}
