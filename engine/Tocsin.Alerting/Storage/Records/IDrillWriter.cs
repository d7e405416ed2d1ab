using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>What a change may write of drills on a schedule. Used on the store's thread only, within its transaction.</summary>
public interface IDrillWriter
{
    /// <summary>Adds a drill or replaces the one with its id.</summary>
    void SaveDrill(DrillRow drill);

    void DeleteDrill(string id);
}
