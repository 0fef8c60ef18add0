<?xml version="1.0" encoding="UTF-8"?>
<!-- One defect: KML, not CityGML. -->
<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>
