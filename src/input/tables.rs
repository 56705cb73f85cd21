//! The tables of a scenario: which there are, and what columns each must have.

use super::datum::Datum;
use super::fault::FaultLog;
use super::field::Field;
use super::files::{Loader, Source, beside};
use super::keys::Keys;
use super::sheet::Sheet;
use super::{demand, network, observation, volume};

/// The texts of a scenario's tables; those that cannot be read are `None`.
#[derive(Default)]
pub(super) struct Texts {
    nodes: Option<Source>,
    sections: Option<Source>,
    streams: Option<Source>,
    volumes: Option<Source>,
    profiles: Option<Source>,
    observed: Option<Source>,
}

/// The same as rows and cells; those without rows are `None`.
pub(super) struct Sheets<'a> {
    pub nodes: Option<Sheet<'a>>,
    pub sections: Option<Sheet<'a>>,
    pub streams: Option<Sheet<'a>>,
    pub volumes: Option<Sheet<'a>>,
    pub profiles: Option<Sheet<'a>>,
    pub observed: Option<Sheet<'a>>,
}

impl Texts {
    /// Reads `[tables]`: the paths, seen from the file that gives them.
    pub fn read(keys: &Keys, loader: &Loader) -> Self {
        let source = |field: &Field| {
            let path = beside(&field.place().file, &field.words()?);
            loader.source(&path, (field.place(), field.path()))
        };
        Self {
            nodes: keys.get("nodes", source),
            sections: keys.get("sections", source),
            streams: keys.get("streams", source),
            volumes: keys.get("volumes", source),
            profiles: keys.get("profiles", source),
            observed: keys.maybe("observed", source),
        }
    }
}

impl<'a> Sheets<'a> {
    /// Takes the texts apart into rows and cells.
    pub fn of(texts: &'a Texts, log: &'a FaultLog) -> Self {
        let sheet = |text: &'a Option<Source>, columns: &[&'static str]| {
            let sheet = Sheet::read(text.as_ref()?, columns, log);
            // There is a fault about a table without rows: what refers to it would only repeat that.
            if sheet.rows().len() > 0 {
                Some(sheet)
            } else {
                None
            }
        };
        Self {
            nodes: sheet(&texts.nodes, &network::NODE_COLUMNS),
            sections: sheet(&texts.sections, &network::SECTION_COLUMNS),
            streams: sheet(&texts.streams, &demand::STREAM_COLUMNS),
            volumes: sheet(&texts.volumes, &volume::VOLUME_COLUMNS),
            profiles: sheet(&texts.profiles, &volume::PROFILE_COLUMNS),
            observed: sheet(&texts.observed, &observation::COLUMNS),
        }
    }
}
